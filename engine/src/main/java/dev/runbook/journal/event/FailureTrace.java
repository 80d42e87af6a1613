package dev.runbook.journal.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a run, or a step that contains others, failed: what a resume runs again.
 *
 * @param failed the paths of the innermost steps, or containers, that failed
 * @param around what ended with them and continues with them: the enclosing steps and containers, and the background
 * steps stopped at their end
 * @param barrier why a resume cannot continue there
 * @param because the path or id of the barrier's cause; empty for none
 */
public record FailureTrace(List<String> failed, List<String> around, Barrier barrier, String because) {
    /** What was done after a failure, so that the system is no longer as the failed step left it. */
    public enum Barrier {
        /** Nothing failed, or the engine did not record it. */
        NOT_RECORDED,
        /** Nothing was done: a resume can continue there. */
        NONE,
        /** Steps were undone. */
        UNDONE,
        /** A handler ran a step that changes something. */
        HANDLER_ACTED,
        /** The cleanup of a container ran a step that changes something. */
        CLEANED_UP,
        /** A guard stopped what was running. */
        STOPPED_BY_GUARD,
        /** Another runbook took over. */
        FELL_BACK
    }

    public FailureTrace {
        failed = List.copyOf(failed);
        around = List.copyOf(around);
    }

    /** For what did not fail. */
    public static FailureTrace none() {
        return new FailureTrace(List.of(), List.of(), Barrier.NOT_RECORDED, "");
    }

    public static FailureTrace at(String path) {
        return new FailureTrace(List.of(path), List.of(), Barrier.NONE, "");
    }

    /** Combines several failures beside one another. */
    public static FailureTrace all(List<FailureTrace> traces) {
        return traces.stream().reduce(new FailureTrace(List.of(), List.of(), Barrier.NONE, ""), FailureTrace::and);
    }

    /** Returns the same with the enclosing paths that failed with it. */
    public FailureTrace within(List<String> paths) {
        return new FailureTrace(failed, union(around, paths), barrier, because);
    }

    /** Returns the same after an action upon the failure; the first action counts. */
    public FailureTrace behind(Barrier what, String which) {
        return barrier == Barrier.NONE ? new FailureTrace(failed, around, what, which) : this;
    }

    private FailureTrace and(FailureTrace other) {
        FailureTrace first = barrier == Barrier.NONE ? other : this;
        return new FailureTrace(union(failed, other.failed), union(around, other.around), first.barrier, first.because);
    }

    /** Returns whether a resume can continue there. */
    public boolean resumable() {
        return barrier == Barrier.NONE;
    }

    /** Returns for people why a resume cannot continue; empty if it can. */
    public String obstacle() {
        return switch (barrier) {
            case NONE -> "";
            case NOT_RECORDED -> "its journal does not say where it failed";
            case UNDONE -> "steps were undone after the failure ('" + because + "')";
            case HANDLER_ACTED ->
                "its onFailure ran '" + because + "', so the system is not as the failed step left it";
            case CLEANED_UP ->
                "its cleanup ran '" + because + "', so the system is not as the stopped or failed step left it";
            case STOPPED_BY_GUARD -> "the guard '" + because + "' stopped its running steps";
            case FELL_BACK -> "it fell back to " + because;
        };
    }

    private static List<String> union(List<String> some, List<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return new ArrayList<>(all);
    }
}
