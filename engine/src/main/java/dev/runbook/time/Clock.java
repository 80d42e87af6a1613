package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one source of time. Monotonic nanoseconds measure, wall-clock instants only label; tests put a virtual clock in
 * its place. A third clock goes on while the machine sleeps. Implementations are safe for use by several threads.
 */
public interface Clock {
    /** The wall clock, UTC. It may jump; no deadline depends on it. */
    Instant wall();

    /** Monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanos();

    /** How long the machine has slept since this clock began to be used; zero where it cannot tell. Never decreases. */
    default Duration slept() {
        return Duration.ZERO;
    }

    /**
     * Monotonic nanoseconds that go on while the machine sleeps: what promises and records are measured in. Budgets and
     * waits are not: who slept could not act.
     */
    default long elapsingNanos() {
        return nanos() + slept().toNanos();
    }

    /** How long the machine has been up; empty where it cannot tell. */
    default Optional<Boot> boot() {
        return Optional.empty();
    }

    /** Waits; returns early only by interruption. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Runs {@code task} once {@code time} has passed, unless cancelled before. One that is held up, by a disk or by
     * whoever it stops, holds up no other.
     */
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
