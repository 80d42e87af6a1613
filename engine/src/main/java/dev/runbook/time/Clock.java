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

    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
