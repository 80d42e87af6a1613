package dev.runbook.value;

/**
 * Takes the place of a value of an answer that never came: nothing listened, the host was not reached, the query was refused.
 *
 * @param cause why there is no answer, in one line; empty where it is told beside it
 */
public record NoAnswer(String cause) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return "there is no answer, so no " + name + (cause.isEmpty() ? "" : ": " + cause);
    }

    /** For people who see it beside other values. */
    @Override
    public String toString() {
        return "‹no answer›";
    }
}
