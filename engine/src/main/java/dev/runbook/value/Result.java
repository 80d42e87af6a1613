package dev.runbook.value;

/** The result of a step, an attempt or a group. */
public enum Result {
    OK,
    FAILED,
    TIMED_OUT,
    /** A side effect may or may not have happened; never reported as ok or failed. */
    UNKNOWN,
    SKIPPED,
    CANCELLED;

    /** Returns the word for programs: {@code timedOut}. */
    public String word() {
        return EnumWord.of(this);
    }

    public boolean good() {
        return this == OK || this == SKIPPED;
    }
}
