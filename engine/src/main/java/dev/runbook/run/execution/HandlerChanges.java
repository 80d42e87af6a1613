package dev.runbook.run.execution;

import dev.runbook.journal.event.FailureTrace;
import dev.runbook.journal.event.FailureTrace.Barrier;
import java.util.Optional;

/**
 * Tracks what the steps of a handler changed, since a run cannot be continued at a step whose failure was acted upon.
 * What an inner handler does counts for the outer one too. Thread-safe.
 */
final class HandlerChanges {
    private final Optional<HandlerChanges> outer;
    private FailureTrace.Barrier barrier = Barrier.NONE;
    private String because = "";

    private HandlerChanges(Optional<HandlerChanges> outer) {
        this.outer = outer;
    }

    /** For use outside of all handlers. */
    static HandlerChanges none() {
        return new HandlerChanges(Optional.empty());
    }

    HandlerChanges inner() {
        return new HandlerChanges(Optional.of(this));
    }

    /** Notes that a step that changes something begins. */
    void step(String path) {
        note(Barrier.HANDLER_ACTED, path);
    }

    /** Notes that a step is being undone, which outweighs any other act. */
    void undo(String path) {
        note(Barrier.UNDONE, path);
    }

    private void note(Barrier what, String path) {
        synchronized (this) {
            if (barrier == Barrier.NONE || (what == Barrier.UNDONE && barrier != Barrier.UNDONE)) {
                barrier = what;
                because = path;
            }
        }
        outer.ifPresent(around -> around.note(what, path));
    }

    /** Returns the path of the step that counts, if there was one. */
    synchronized Optional<String> because() {
        return barrier == Barrier.NONE ? Optional.empty() : Optional.of(because);
    }

    synchronized FailureTrace behind(FailureTrace failure) {
        return barrier == Barrier.NONE ? failure : failure.behind(barrier, because);
    }
}
