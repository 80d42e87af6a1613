package dev.runbook.plan;

/**
 * A runbook that has been read once: its plan, and the way to let the bodies of that plan see what a run knows.
 *
 * <p>The bodies and texts inside {@link #plan()} answer with unknown values until {@link #runsWith} is called, once, by
 * the run (once for each followed runbook, with what that one knows).
 */
public interface ReadRunbook {
    Plan plan();

    void runsWith(KnownValues known);
}
