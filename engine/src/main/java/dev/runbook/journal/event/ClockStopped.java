package dev.runbook.journal.event;

/** The RTO clock stops. */
public record ClockStopped(Reason reason, long elapsedMs) implements Event {
    /** What stops the clock. */
    public enum Reason {
        LAST_STEP_ENDED,
        /** The run reached {@code stopClock()}: the stop remains in effect when an aborted run is resumed. */
        STOP_CLOCK
    }

    /** Returns the reason for people. */
    public String describe() {
        return reason == Reason.STOP_CLOCK ? "stopClock()" : "the end of the last step";
    }
}
