package dev.runbook.run;

import dev.runbook.journal.FailureTrace;
import dev.runbook.plan.Handler;
import dev.runbook.value.Result;
import dev.runbook.value.Words;
import java.util.List;

/** How a node ended, as far as its container needs to know. */
sealed interface NodeResult {
    NodeResult COMPLETED = new Completed(Completion.OK);

    NodeResult SKIPPED = new Completed(Completion.SKIPPED);

    NodeResult IGNORED = new Completed(Completion.IGNORED);

    /** Why the container continues after a node. */
    enum Completion {
        OK,
        SKIPPED,
        /** It failed, and its handler carried on. */
        IGNORED
    }

    /** The container continues. */
    record Completed(Completion why) implements NodeResult {}

    /** Counts the members of a container that completed for one reason. */
    static int count(List<NodeResult> ends, Completion why) {
        return (int) ends.stream().filter(new Completed(why)::equals).count();
    }

    /**
     * The failure passes outward.
     *
     * @param trace where it failed
     */
    record Failed(String step, Result result, String cause, FailureTrace trace) implements NodeResult {
        /** For a step or container that failed by itself. */
        Failed(String step, Result result, String cause) {
            this(step, result, cause, FailureTrace.at(step));
        }

        Failed traced(FailureTrace other) {
            return new Failed(step, result, cause, other);
        }

        /** Returns the same failure, with the enclosing paths that ended with it. */
        Failed within(String... paths) {
            return traced(trace.within(List.of(paths)));
        }

        /** For people: {@code 'Blue answers' timed out: did not hold within 1m 30s}. */
        String describe() {
            return "'" + step + "' " + words(result) + (cause.isEmpty() ? "" : ": " + cause);
        }

        private static String words(Result result) {
            return switch (result) {
                case UNKNOWN -> "may or may not have happened";
                case CANCELLED -> "was stopped";
                default -> Words.describe(result.word());
            };
        }
    }

    /** Combines the traces of the members that failed. */
    static FailureTrace traces(List<NodeResult> ends) {
        return FailureTrace.all(ends.stream()
                .filter(Failed.class::isInstance)
                .map(end -> ((Failed) end).trace())
                .toList());
    }

    /** A handler falls back: what still runs is stopped, then the other runbook is run. */
    record FallsBack(Handler.FallBack to, Failed after) implements NodeResult {}

    /** The run was asked to stop: nothing more is run, not even a handler. */
    record Aborted(String why) implements NodeResult {}

    /** Returns the result of a container that ends this way. */
    static String word(NodeResult ended) {
        if (ended instanceof Failed failed) {
            return failed.result().word();
        }
        if (ended instanceof Aborted) {
            return Result.CANCELLED.word();
        }
        return ended instanceof FallsBack ? Result.FAILED.word() : Result.OK.word();
    }
}
