package dev.runbook.action;

/** Executes one {@link ActionSpec} once. The run depends on actions through this interface only. */
public interface Action {
    /**
     * Executes the action and blocks until it ends. When {@link Attempt#stop()} is requested (deadline reached, run
     * stopped), stops everything it started, verifies that, and reports it in the outcome. Returns an outcome for every
     * external failure; throws only for internal errors.
     */
    Outcome perform(Attempt attempt);
}
