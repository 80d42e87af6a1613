package dev.runbook.journal.event;

/** The objectives of a runbook; -1 for each that it does not declare. */
public record Targets(long rtoMs, long rtoLimitMs, long rpoMs) {
    public static final Targets NONE = new Targets(-1, -1, -1);
}
