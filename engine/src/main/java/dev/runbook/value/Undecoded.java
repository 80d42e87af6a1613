package dev.runbook.value;

/**
 * Replaces a body whose compression the engine did not request and cannot decode.
 *
 * @param encoding its name in the response, e.g. {@code br}
 */
public record Undecoded(String encoding) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return "the body is compressed with '" + encoding + "', and only gzip is read, so there is no " + name;
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "‹compressed: " + encoding + "›";
    }
}
