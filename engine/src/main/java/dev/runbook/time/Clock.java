package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The one source of time. Monotonic nanoseconds measure, wall-clock instants only label; tests put a virtual clock in
 * its place. Implementations are safe for use by several threads.
 */
public interface Clock {
    /** The wall clock, UTC. It may jump; no deadline depends on it. */
    Instant wall();

    /** Monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanos();

    /** Waits; returns early only by interruption. */
    void sleep(Duration time) throws InterruptedException;

    /** Runs {@code task}, which must be short, once {@code time} has passed, unless cancelled before. */
    Alarm after(Duration time, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Alarm {
        void cancel();
    }

    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
