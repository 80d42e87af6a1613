package dev.runbook.run;

import dev.runbook.journal.DecidedBy;
import dev.runbook.journal.FailureTrace;
import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a task ended before its handler, if it has one, is asked.
 *
 * @param by what decided it
 * @param inside of one whose verify, or the runbook it follows, failed: where
 */
record TaskEnd(
        Result result,
        int attempts,
        String cause,
        Map<String, Object> values,
        DecidedBy by,
        Optional<FailureTrace> inside) {
    /** Of one that came to its end by itself. */
    TaskEnd(Result result, int attempts, String cause, Map<String, Object> values) {
        this(result, attempts, cause, values, DecidedBy.ITSELF, Optional.empty());
    }

    /** Of one that was not begun. */
    static TaskEnd skipped(String why) {
        return new TaskEnd(Result.SKIPPED, 0, why, Map.of());
    }

    /** Whether it is done, by itself or because the operator says so. */
    boolean done() {
        return result == Result.OK || by == DecidedBy.OPERATOR;
    }

    /** Whether it ended only because nobody could say whether it was done: a resume asks again. */
    boolean undecided() {
        return by == DecidedBy.UNANSWERED_PROBE;
    }

    /** Where the task of this path failed. */
    FailureTrace trace(String path) {
        return inside.map(trace -> trace.within(List.of(path))).orElseGet(() -> FailureTrace.at(path));
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
