package dev.runbook.action;

/** Performs one {@link ActionSpec}, once. The run knows actions by this interface alone. */
public interface Action {
    /**
     * Acts, blocking until it is over. When {@link Attempt#stop()} is requested (the deadline passed, the run is
     * stopped) it stops provenly what it started and says so in the outcome. Returns an outcome for every failure of
     * the outside world; throws only for the engine's own.
     */
    Outcome perform(Attempt attempt);
}
