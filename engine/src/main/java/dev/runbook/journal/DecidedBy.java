package dev.runbook.journal;

/** What decided the end of a step. */
public enum DecidedBy {
    /** Its action, its conditions, its budget or a stop; also in records that do not tell. */
    ITSELF,
    /** The operator of a resume said that it is done. */
    OPERATOR,
    /** A resume asked its {@code alreadyDone}, which said that it is done. */
    PROBE,
    /** A resume asked its {@code alreadyDone}, which gave no answer: the next resume asks again. */
    UNANSWERED_PROBE,
    /** The runbook has no such step any more. */
    CHANGED_RUNBOOK
}
