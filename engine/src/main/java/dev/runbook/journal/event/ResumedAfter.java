package dev.runbook.journal.event;

/** What a resume continues. */
public enum ResumedAfter {
    /** The run's engine died; also in records that do not state it. */
    INTERRUPTION("interrupted, no engine running"),
    /** An operator stopped the run. */
    ABORT("aborted, waiting to be resumed"),
    /** A step failed, and its cause was fixed. */
    FAILURE("failed, waiting to be resumed");

    private final String described;

    ResumedAfter(String described) {
        this.described = described;
    }

    /** Returns the time before the resume, for people. */
    public String describe() {
        return described;
    }
}
