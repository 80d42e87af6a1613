package dev.runbook.run;

import dev.runbook.journal.FailureTrace;

/**
 * How one runbook of a run ended: the run's own, or one that was followed.
 *
 * @param trace where it failed, if it did
 */
record RunbookEnd(RunStatus status, String cause, FailureTrace trace) {
    /** Of one that did not fail. */
    RunbookEnd(RunStatus status, String cause) {
        this(status, cause, FailureTrace.none());
    }
}
