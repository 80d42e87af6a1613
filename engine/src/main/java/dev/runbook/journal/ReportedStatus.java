package dev.runbook.journal;

import dev.runbook.journal.event.RunStatus;

/** The status of a run as every command reports it: how it ended, or why it has not. */
public enum ReportedStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    FELL_BACK,
    ABORTED,
    /** Its engine died. */
    INTERRUPTED,
    /** Its engine died before the first record. */
    EMPTY,
    /** A record of its journal was changed. */
    DAMAGED,
    /** Its journal cannot be opened, or only by a newer engine. */
    UNREADABLE;

    public static ReportedStatus of(RunStatus status) {
        return switch (status) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case FELL_BACK -> FELL_BACK;
            case ABORTED -> ABORTED;
        };
    }
}
