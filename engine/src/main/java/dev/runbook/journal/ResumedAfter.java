package dev.runbook.journal;

import java.util.Locale;

/** What a resume continues. */
public enum ResumedAfter {
    /** The run's engine died; also in records that do not tell. */
    INTERRUPTION("interrupted, no engine running"),
    /** Somebody stopped the run. */
    ABORT("aborted, waiting to be resumed"),
    /** A step failed, and its cause was mended. */
    FAILURE("failed, waiting to be resumed");

    private final String told;

    ResumedAfter(String told) {
        this.told = told;
    }

    /** For programs: {@code interruption}, {@code abort} or {@code failure}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The time before the resume, for people. */
    public String describe() {
        return told;
    }
}
