package dev.runbook.plan;

import java.util.Optional;

/**
 * A runbook that has been read once: its plan, and the means to let the bodies of that plan see the values of a run.
 *
 * <p>The bodies and texts inside {@link #plan()} return unknown values until {@link #runsWith} is called, once, by the
 * run (once for each followed runbook, with the values known there).
 */
public interface ReadRunbook {
    Plan plan();

    void runsWith(KnownValues known);

    /** Returns the approval that the start waits for; empty for a runbook that starts at once. */
    default Optional<StartApproval> startApproval() {
        return Optional.empty();
    }
}
