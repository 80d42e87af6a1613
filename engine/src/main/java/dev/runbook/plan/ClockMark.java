package dev.runbook.plan;

/** {@code startClock()} or {@code stopClock()}: where the RTO clock starts or stops. */
public record ClockMark(Kind kind, Place at) implements Node.Single {
    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.clockMark(this);
    }

    public enum Kind {
        START,
        STOP
    }
}
