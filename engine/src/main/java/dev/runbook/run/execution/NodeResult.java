package dev.runbook.run.execution;

import dev.runbook.journal.event.FailureTrace;
import dev.runbook.plan.Handler;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a node ended, as far as its container needs to know. */
public sealed interface NodeResult {
    /** The container continues after the node, and why. */
    enum Completed implements NodeResult {
        OK,
        SKIPPED,
        /** It failed, and its handler carried on. */
        IGNORED
    }

    /** Counts the members of a container that completed for one reason. */
    static int count(List<NodeResult> ends, Completed why) {
        return (int) ends.stream().filter(end -> end == why).count();
    }

    /**
     * The failure passes outward.
     *
     * @param trace where it failed
     */
    record Failed(String step, Result result, String cause, FailureTrace trace) implements NodeResult {
        /** For a step or container that failed by itself. */
        public Failed(String step, Result result, String cause) {
            this(step, result, cause, FailureTrace.at(step));
        }

        /** Creates the failure of a container because of those of its members. */
        static Failed of(String container, Result result, String cause, List<Failed> members) {
            FailureTrace inside =
                    FailureTrace.all(members.stream().map(Failed::trace).toList());
            return new Failed(container, result, cause, inside.within(List.of(container)));
        }

        Failed traced(FailureTrace other) {
            return new Failed(step, result, cause, other);
        }

        /** Returns the same failure, with the enclosing paths that ended with it. */
        Failed within(String... paths) {
            return traced(trace.within(List.of(paths)));
        }

        /** For people: {@code 'Blue answers' timed out: did not hold within 1m 30s}. */
        public String describe() {
            return "'" + step + "' " + words(result) + (cause.isEmpty() ? "" : ": " + cause);
        }

        private static String words(Result result) {
            return switch (result) {
                case UNKNOWN -> "may or may not have happened";
                case CANCELLED -> "was stopped";
                default -> EnumWord.phrase(result);
            };
        }
    }

    /** Returns this result if it is a failure. */
    default Stream<Failed> failed() {
        return this instanceof Failed failed ? Stream.of(failed) : Stream.empty();
    }

    /** Returns this result if the node was stopped with the run. */
    default Stream<Aborted> aborted() {
        return this instanceof Aborted aborted ? Stream.of(aborted) : Stream.empty();
    }

    /** A handler falls back: what still runs is stopped, then the other runbook is run. */
    record FallsBack(Handler.FallBack to, Failed after) implements NodeResult {}

    /**
     * The run ends here: nothing more is run, not even a handler.
     *
     * @param rejected whether a person said no, which is final; otherwise the run was asked to stop, or a resume
     *     continues where it ended
     */
    record Aborted(String why, FailureTrace trace, boolean rejected) implements NodeResult {
        Aborted(String why, FailureTrace trace) {
            this(why, trace, false);
        }

        Aborted(String why) {
            this(why, FailureTrace.none());
        }

        static Aborted rejected(String why) {
            return new Aborted(why, FailureTrace.none(), true);
        }

        /** Returns the same after the cleanup of a container has run a step. */
        Aborted cleanedUpBy(String step) {
            return new Aborted(why, FailureTrace.at(step).behind(FailureTrace.Barrier.CLEANED_UP, step), rejected);
        }
    }

    /** Returns the member that was stopped, if one was: one that was cleaned up before the others. */
    static Optional<Aborted> aborted(List<NodeResult> ends) {
        return ends.stream()
                .flatMap(NodeResult::aborted)
                .max(Comparator.comparing(one -> one.trace().barrier() == FailureTrace.Barrier.CLEANED_UP));
    }

    /** Returns the recorded result of a container that ends this way. */
    static Result result(NodeResult ended) {
        if (ended instanceof Failed failed) {
            return failed.result();
        }
        if (ended instanceof Aborted) {
            return Result.CANCELLED;
        }
        return ended instanceof FallsBack ? Result.FAILED : Result.OK;
    }
}
