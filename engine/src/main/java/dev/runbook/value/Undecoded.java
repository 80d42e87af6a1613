package dev.runbook.value;

/**
 * Takes the place of a body in a compression that the engine did not ask for and does not read.
 *
 * @param encoding its name in the answer, e.g. {@code br}
 */
public record Undecoded(String encoding) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return "the body is compressed with '" + encoding + "', and only gzip is read, so there is no " + name;
    }

    /** For people who see it beside other values. */
    @Override
    public String toString() {
        return "‹compressed: " + encoding + "›";
    }
}
