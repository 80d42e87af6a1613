package dev.runbook.plan;

import dev.runbook.action.ActionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A step, a verify, or a question to people.
 *
 * @param name unique in the runbook; the key of history, forecast and permalinks
 * @param budget all the time it may take; empty means what its container has left
 * @param attempt bounds one attempt
 * @param every the period of a verify that polls
 * @param holds how long it must stay true
 * @param stopsWrites whether no writes happen once it has ended ok: data loss is counted to that moment
 * @param work what it does, as planned
 * @param body reads the same block again with the values known in the run
 */
public record Task(
        Kind kind,
        String name,
        Place at,
        Optional<Budget> budget,
        Optional<Retry> retry,
        Optional<Duration> attempt,
        Optional<Duration> every,
        Optional<Duration> holds,
        boolean idempotent,
        boolean stopsWrites,
        Work work,
        Body body)
        implements Node {

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.task(this);
    }

    /** Returns its own verifies, and its undo. */
    @Override
    public List<Task> members() {
        return Stream.concat(work.verifies().stream(), work.undo().stream()).toList();
    }

    @Override
    public Optional<Handler> onFailure() {
        return work.onFailure();
    }

    @Override
    public Optional<Condition> onlyIf() {
        return work.onlyIf();
    }

    @Override
    public boolean takesTime() {
        return true;
    }

    public enum Kind {
        STEP("step"),
        VERIFY("verify"),
        /** {@code recoveryPoint}: measures the instant up to which data is safe, at its place among the steps. */
        RECOVERY_POINT("recoveryPoint"),
        /** Runs beside the steps that follow it. */
        BACKGROUND("background"),
        /** Undoes a finished step. */
        UNDO("undo"),
        /** Asks people for a yes. */
        APPROVE("approve"),
        /** People act outside the engine and tick boxes. */
        MANUAL("manual"),
        /** Waits for a time, or until a person ends the wait. */
        PAUSE("pause"),
        /** A person picks one of several values. */
        CHOOSE("choose");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * Returns whether the task is safe to run again, whatever its earlier outcome: it is read-only, or its action or
     * the runbook declares it.
     */
    public boolean repeatable() {
        return idempotent
                || work.act().performed().filter(ActionSpec::idempotent).isPresent()
                || switch (kind) {
                    case STEP, UNDO -> false;
                    case VERIFY, RECOVERY_POINT, BACKGROUND, APPROVE, MANUAL, PAUSE, CHOOSE -> true;
                };
    }

    /** Returns whether it is performed again until its conditions hold, rather than retried when it fails. */
    public boolean polls() {
        return every.isPresent() || holds.isPresent();
    }

    /** The second reading of a block. Its structure is that of the plan; only values differ. */
    @FunctionalInterface
    public interface Body {
        /** @throws dev.runbook.AuthorException when it reads a value of something that did not run */
        Work read();
    }
}
