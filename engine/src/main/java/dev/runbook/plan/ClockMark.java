package dev.runbook.plan;

/** {@code startClock()} or {@code stopClock()}: where the promise begins or ends. */
public record ClockMark(Kind kind, Place at) implements Node.Single {
    public enum Kind {
        START,
        STOP
    }
}
