package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** What a line of a plan, or of a run's steps, is. */
public enum StepKind {
    STEP,
    VERIFY,
    RECOVERY_POINT,
    BACKGROUND,
    GUARD,
    UNDO,
    APPROVE,
    MANUAL,
    PAUSE,
    CHOOSE,
    PHASE,
    PARALLEL,
    /** The {@code cleanup} of a phase or of the runbook. */
    CLEANUP,
    FOR_EACH,
    FIRST_OF,
    NOTIFY,
    /** An {@code onFailure} block. */
    ON_FAILURE,
    /** The runbook that takes over from one that failed. */
    FALL_BACK_TO;

    /** Returns whether it runs beside other steps until its container ends, which stops it. */
    public boolean beside() {
        return this == BACKGROUND || this == GUARD;
    }

    /** Returns whether it waits for people, so that its time says how long they take. */
    public boolean asksPeople() {
        return switch (this) {
            case APPROVE, MANUAL, PAUSE, CHOOSE -> true;
            default -> false;
        };
    }

    /** Returns the word of the language and of programs: {@code recoveryPoint}. */
    public String word() {
        return EnumWord.of(this);
    }
}
