package dev.runbook.value;

/**
 * Replaces the JSON document of a text that is not valid JSON.
 *
 * @param in the value that was parsed: {@code stdout}, {@code body}
 * @param problem what is wrong with the text, in one line
 */
public record NotJson(String in, String problem) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return in + " is not JSON: " + problem;
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "‹not JSON›";
    }
}
