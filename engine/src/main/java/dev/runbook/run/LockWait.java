package dev.runbook.run;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a run behaves about locks: how long it waits for those it needs, and whether it gives up those it holds.
 *
 * @param most for all of them together
 * @param report now and then for whom it waits, since when, and how much longer it will
 * @param givesWay whether a drill ends when an incident wants its lock
 */
public record LockWait(Duration most, Consumer<String> report, boolean givesWay) {
    /** A lock that is held keeps the run from being started. */
    public static LockWait none() {
        return new LockWait(Duration.ZERO, line -> {}, false);
    }
}
