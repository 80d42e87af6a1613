package dev.runbook.run.lock;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a run handles locks: how long it waits for those it needs, and whether it gives up those it holds.
 *
 * @param most the longest wait for all locks together
 * @param report receives now and then for whom the run waits, since when, and how much longer it will wait
 * @param yields whether the run ends when an incident wants its lock
 */
public record LockWait(Duration most, Consumer<String> report, boolean yields) {
    /** Returns the same for a run that ends when an incident wants its lock, if that is so. */
    public LockWait yielding(boolean also) {
        return new LockWait(most, report, yields || also);
    }

    /** Does not wait: a held lock prevents the start of the run. */
    public static LockWait none() {
        return new LockWait(Duration.ZERO, line -> {}, false);
    }
}
