package dev.runbook.environment;

/**
 * Where a run listens for answers by link while people are asked.
 *
 * @param host the address or name of this machine's interface
 * @param port 0 for any free one
 * @param url how people reach it, without a slash at the end; empty for the address itself
 */
public record AnswerAddress(String host, int port, String url) {
    /** Returns the beginning of a link. */
    public String base(int listening) {
        return url.isEmpty() ? "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening : url;
    }
}
