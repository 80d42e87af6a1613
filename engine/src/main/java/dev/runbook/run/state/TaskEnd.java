package dev.runbook.run.state;

import dev.runbook.journal.event.DecidedBy;
import dev.runbook.journal.event.FailureTrace;
import dev.runbook.plan.Work;
import dev.runbook.value.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a task ended, before its handler, if any, runs.
 *
 * @param by what decided it
 * @param inside where a verify of the task, or the runbook it follows, failed
 */
public record TaskEnd(
        Result result,
        int attempts,
        String cause,
        Map<String, Object> values,
        DecidedBy by,
        Optional<FailureTrace> inside) {
    /** For a task that ended by itself. */
    public TaskEnd(Result result, int attempts, String cause, Map<String, Object> values) {
        this(result, attempts, cause, values, DecidedBy.ITSELF, Optional.empty());
    }

    /** For a task that was not started. */
    public static TaskEnd skipped(String why) {
        return new TaskEnd(Result.SKIPPED, 0, why, Map.of());
    }

    /** Returns the same end with where something inside the task failed. */
    public TaskEnd inside(Optional<FailureTrace> failure) {
        return new TaskEnd(result, attempts, cause, values, by, failure);
    }

    /** Returns whether the task is done, by itself or by the operator's decision. */
    public boolean done() {
        return result == Result.OK || by == DecidedBy.OPERATOR;
    }

    /** Returns whether the task ended only because it is unknown whether it was done: a resume runs the probe again. */
    public boolean undecided() {
        return by == DecidedBy.UNANSWERED_PROBE;
    }

    /** Returns whether people said no: the run ends as aborted. */
    public boolean rejected() {
        return by == DecidedBy.REJECTION;
    }

    /** Returns where the task with this path failed. */
    public FailureTrace trace(String path) {
        return inside.map(trace -> trace.within(List.of(path))).orElseGet(() -> FailureTrace.at(path));
    }

    /**
     * Returns whether a handler's {@code undoAll()} undoes the task: it is done, or it may have acted before it failed
     * and its undo is declared to handle that.
     */
    public boolean undoable(Work work) {
        return done()
                || (mayHaveActed()
                        && work.undo()
                                .filter(undo -> undo.work().alsoIfFailed())
                                .isPresent());
    }

    private boolean mayHaveActed() {
        return attempts > 0 && !result.good();
    }

    /** Returns whether the task ended by its own action. */
    boolean ran() {
        return (result != Result.SKIPPED && result != Result.OK && attempts > 0) || !values.isEmpty();
    }
}
