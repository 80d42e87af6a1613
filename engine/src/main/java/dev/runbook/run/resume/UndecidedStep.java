package dev.runbook.run.resume;

/** Why a resume may need a decision about a step. */
enum UndecidedStep {
    /** An attempt was in progress. */
    INTERRUPTED,
    /** The step failed, and it is unknown whether it acted. */
    UNKNOWN,
    /** The step failed: it is run again unless the operator decides otherwise. */
    FAILED,
    /**
     * The action was ok and something inside the step failed: it continues there unless the operator decides otherwise,
     * by the step's name.
     */
    FAILED_INSIDE;

    /** Returns whether it is unknown if the step acted. */
    boolean unknown() {
        return this == INTERRUPTED || this == UNKNOWN;
    }

    /** Returns whether a decision for all steps applies to this one too. */
    boolean ended() {
        return this != FAILED_INSIDE;
    }

    String describe() {
        return this == INTERRUPTED ? "was in progress when the engine stopped" : "failed without an answer";
    }
}
