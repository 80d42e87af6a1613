package dev.runbook.journal;

import java.util.Locale;

/** What a resume continues. */
public enum ResumedAfter {
    /** The run's engine died; also in records that do not state it. */
    INTERRUPTION("interrupted, no engine running"),
    /** An operator stopped the run. */
    ABORT("aborted, waiting to be resumed"),
    /** A step failed, and its cause was fixed. */
    FAILURE("failed, waiting to be resumed");

    private final String told;

    ResumedAfter(String told) {
        this.told = told;
    }

    /** Returns the word for programs: {@code interruption}, {@code abort} or {@code failure}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the time before the resume, for people. */
    public String describe() {
        return told;
    }
}
