package dev.runbook.run;

import dev.runbook.journal.FailureTrace;
import dev.runbook.plan.Handler;
import dev.runbook.value.Result;
import dev.runbook.value.Words;
import java.util.List;

/** How a node ended, as far as what stands around it must know. */
sealed interface NodeResult {
    NodeResult COMPLETED = new Completed(false);

    NodeResult SKIPPED = new Completed(true);

    /**
     * What stands around it goes on.
     *
     * @param skipped whether that is so because it was not to be run; else it was ok, or its handler carried on
     */
    record Completed(boolean skipped) implements NodeResult {}

    /** Of the members of a container. */
    static int skipped(List<NodeResult> ends) {
        return (int) ends.stream().filter(SKIPPED::equals).count();
    }

    /**
     * The failure passes outward.
     *
     * @param trace where it failed
     */
    record Failed(String step, Result result, String cause, FailureTrace trace) implements NodeResult {
        /** Of a step or container that failed by itself. */
        Failed(String step, Result result, String cause) {
            this(step, result, cause, FailureTrace.at(step));
        }

        Failed traced(FailureTrace other) {
            return new Failed(step, result, cause, other);
        }

        /** The same, when these ended with it. */
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

    /** Where those of several that failed did so. */
    static FailureTrace traces(List<NodeResult> ends) {
        return FailureTrace.all(ends.stream()
                .filter(Failed.class::isInstance)
                .map(end -> ((Failed) end).trace())
                .toList());
    }

    /** A handler said so: what still runs is stopped, then the other runbook is followed. */
    record FallsBack(Handler.FallBack to, Failed after) implements NodeResult {}

    /** The run was asked to stop: nothing more is run, no handler either. */
    record Aborted(String why) implements NodeResult {}

    /** The result a container has when it ends so. */
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
