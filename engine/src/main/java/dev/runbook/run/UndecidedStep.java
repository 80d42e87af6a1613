package dev.runbook.run;

/** Why a resume may have to be told what to do about a step. */
enum UndecidedStep {
    /** An attempt was in progress. */
    INTERRUPTED,
    /** It failed, and whether it acted is unknown. */
    UNKNOWN,
    /** It failed: it is run again unless somebody says otherwise. */
    FAILED,
    /** Its action was ok and something inside it failed: it continues there unless somebody says otherwise, by its name. */
    FAILED_INSIDE;

    /** Whether nobody knows whether it acted. */
    boolean unknown() {
        return this == INTERRUPTED || this == UNKNOWN;
    }

    /** Whether an answer for all is one for it too. */
    boolean ended() {
        return this != FAILED_INSIDE;
    }

    String describe() {
        return this == INTERRUPTED ? "was in progress when the engine stopped" : "failed without an answer";
    }
}
