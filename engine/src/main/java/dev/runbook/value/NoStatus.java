package dev.runbook.value;

/**
 * Replaces the status of an HTTP response that was not received. It equals 0, which tests for its absence; every other
 * comparison fails.
 *
 * @param reason why there is no status, in one line
 */
public record NoStatus(String reason) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return reason + " (status == 0 asks for that)";
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "0";
    }
}
