package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** The status of a run that ended. */
public enum RunStatus {
    SUCCEEDED,
    FAILED,
    /** The run failed, and the runbook it fell back to succeeded. */
    FELL_BACK,
    ABORTED;

    /** Returns the word for programs: {@code fellBack}. */
    public String word() {
        return EnumWord.of(this);
    }

    /** Returns whether the service was recovered, by the runbook or by its fallback. */
    public boolean recovered() {
        return this == SUCCEEDED || this == FELL_BACK;
    }
}
