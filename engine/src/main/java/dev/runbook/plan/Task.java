package dev.runbook.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A step or a verify.
 *
 * @param name unique in the runbook; history, forecast and permalinks go by it
 * @param budget all the time it may take; empty means what its container has left
 * @param attempt bounds one attempt
 * @param every the poll period of a verify that is asked until it holds
 * @param holds how long it must stay true
 * @param stopsWrites whether nothing is written any more once it has ended ok: data loss is counted to that moment
 * @param work what it does, in the planned reading
 * @param body reads the same block again with the values the run knows by then
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

    /** Its own verifies, and what takes it back. */
    @Override
    public List<Task> members() {
        return Stream.concat(work.verifies().stream(), work.undo().stream()).toList();
    }

    @Override
    public Optional<Handler> onFailure() {
        return work.onFailure();
    }

    public enum Kind {
        STEP("step"),
        VERIFY("verify"),
        /** {@code recoveryPoint}: one instant, measured where it stands: up to it data is there. */
        RECOVERY_POINT("recoveryPoint"),
        /** Goes on beside the steps that follow it. */
        BACKGROUND("background"),
        /** Takes a finished step back. */
        UNDO("undo");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Whether it does no harm to do it again, whatever became of it: it only looks, its action or the runbook says so. */
    public boolean repeatable() {
        boolean ofAction =
                work.act() instanceof Work.Perform perform && perform.action().idempotent();
        return idempotent
                || ofAction
                || switch (kind) {
                    case STEP, UNDO -> false;
                    case VERIFY, RECOVERY_POINT, BACKGROUND -> true;
                };
    }

    /** The second reading of a block. Its structure is that of the plan; only values differ. */
    @FunctionalInterface
    public interface Body {
        /** @throws dev.runbook.AuthorException when it asks for a value of something that did not run */
        Work read();
    }
}
