package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** What a line of a plan, or of a run's steps, is. */
public enum StepKind {
    STEP,
    VERIFY,
    RECOVERY_POINT,
    BACKGROUND,
    UNDO,
    APPROVE,
    MANUAL,
    PAUSE,
    CHOOSE,
    PHASE,
    PARALLEL,
    FOR_EACH,
    NOTIFY,
    /** An {@code onFailure} block. */
    ON_FAILURE,
    /** The runbook that takes over from one that failed. */
    FALL_BACK_TO;

    /** Returns the word of the language and of programs: {@code recoveryPoint}. */
    public String word() {
        return EnumWord.of(this);
    }
}
