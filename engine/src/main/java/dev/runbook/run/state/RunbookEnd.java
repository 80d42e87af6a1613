package dev.runbook.run.state;

import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.RunStatus;

/**
 * How one runbook of a run ended: the run's own, or a followed one.
 *
 * @param trace where it failed, if it did
 */
public record RunbookEnd(RunStatus status, String cause, FailureTrace trace) {
    /** For a runbook that did not fail. */
    public RunbookEnd(RunStatus status, String cause) {
        this(status, cause, FailureTrace.none());
    }
}
