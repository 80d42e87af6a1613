package dev.runbook.value;

/**
 * Takes the place of the JSON document in what is not one.
 *
 * @param in what was read: {@code stdout}, {@code body}
 * @param problem what is wrong with it, in one line
 */
public record NotJson(String in, String problem) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return in + " is not JSON: " + problem;
    }

    /** For people who see it beside other values. */
    @Override
    public String toString() {
        return "‹not JSON›";
    }
}
