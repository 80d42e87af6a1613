package dev.runbook.journal.event;

/** What a runbook is measured against. */
public enum Objective {
    RTO,
    /** The hard limit of an RTO. */
    RTO_LIMIT,
    RPO,
    /** The delivery time of messages, {@code within}. */
    COMMUNICATION;

    /** Returns the name for people: {@code RTO limit}. */
    String describe() {
        return switch (this) {
            case RTO_LIMIT -> "RTO limit";
            case COMMUNICATION -> "Messages";
            case RTO, RPO -> name();
        };
    }

    /** Returns whether missing it changes the exit code of a run that succeeded. */
    public boolean decidesExitCode() {
        return this != COMMUNICATION;
    }
}
