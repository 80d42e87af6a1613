package dev.runbook.journal.event;

/** What decided the end of a step. */
public enum DecidedBy {
    /** The action, conditions, budget or a stop; also in records that do not state it. */
    ITSELF,
    /** The operator declared in a resume that the step is done. */
    OPERATOR,
    /** A resume ran the {@code alreadyDone} probe, which answered that the step is done. */
    PROBE,
    /** A resume ran the {@code alreadyDone} probe, which gave no answer: the next resume runs it again. */
    UNANSWERED_PROBE,
    /** The runbook no longer has the step. */
    CHANGED_RUNBOOK,
    /** A person said no, or silence counted as a no: the run ends as aborted. */
    REJECTION
}
