package dev.runbook.value;

/**
 * Takes the place of the status of an HTTP answer that never came. It equals 0, which names the absence, and nothing else is
 * true or false of it.
 *
 * @param reason why there is none, in one line
 */
public record NoStatus(String reason) implements UnavailableValue {
    @Override
    public String reason(String name) {
        return reason + " (status == 0 asks for that)";
    }

    /** For people who see it beside other values. */
    @Override
    public String toString() {
        return "0";
    }
}
