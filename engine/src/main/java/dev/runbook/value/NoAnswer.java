package dev.runbook.value;

/**
 * Replaces a value of a response that was not received: connection refused, host unreachable, query rejected.
 *
 * @param cause why there is no response, in one line; empty if it is reported separately
 */
public record NoAnswer(String cause) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return "there is no answer, so no " + name + (cause.isEmpty() ? "" : ": " + cause);
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "‹no answer›";
    }
}
