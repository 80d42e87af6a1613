package dev.runbook.run;

import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import java.util.Map;

/** How a task ended before its handler, if it has one, is asked. */
record TaskEnd(Result result, int attempts, String cause, Map<String, Object> values) {
    /** Of one that was not begun. */
    static TaskEnd skipped(String why) {
        return new TaskEnd(Result.SKIPPED, 0, why, Map.of());
    }

    /** Whether there is something to take back: what the operator takes as done is. */
    boolean done() {
        return result == Result.OK || cause.equals(Resumption.TAKEN_AS_DONE);
    }

    /**
     * Whether a handler's {@code undoAll()} undoes it: it is done, or it may have acted before it failed and its undo is
     * declared to cope with that.
     */
    boolean undoable(Work work) {
        return done()
                || (mayHaveActed()
                        && work.undo()
                                .filter(undo -> undo.work().alsoIfFailed())
                                .isPresent());
    }

    private boolean mayHaveActed() {
        return attempts > 0 && !result.good();
    }

    /** Whether it came to its end by its own action. */
    boolean ran() {
        return (result != Result.SKIPPED && result != Result.OK && attempts > 0) || !values.isEmpty();
    }
}
