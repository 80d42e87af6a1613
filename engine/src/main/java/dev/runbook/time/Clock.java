package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The only source of time. Monotonic nanoseconds are used to measure, wall-clock instants only to label; tests
 * substitute a virtual clock. A third clock also counts the time the machine is asleep. Implementations are
 * thread-safe.
 */
public interface Clock {
    /** Returns the wall clock, UTC. It may jump; no deadline depends on it. */
    Instant wall();

    /** Returns monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanos();

    /**
     * Returns how long the machine has been asleep since this clock was first used; zero where that is unknown. Never
     * decreases.
     */
    default Duration slept() {
        return Duration.ZERO;
    }

    /**
     * Returns monotonic nanoseconds that include time asleep. Objectives and records use this clock; budgets and waits
     * do not, because nothing can act while the machine is asleep.
     */
    default long elapsingNanos() {
        return nanos() + slept().toNanos();
    }

    /** Returns how long ago the machine booted; empty where that is unknown. */
    default Optional<Boot> boot() {
        return Optional.empty();
    }

    /** Sleeps; returns early only if interrupted. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Runs {@code task} after {@code time}, unless cancelled before. A task that blocks, on a disk or on a process it
     * stops, does not delay other tasks.
     */
    Alarm after(Duration time, Runnable task);

    /**
     * Marks that the caller waits for nothing but time to pass, until the mark is closed. Only a {@link
     * CompressedClock} makes use of it.
     */
    default Lapse lapse() {
        return () -> {};
    }

    /** Returns how many times faster such a wait passes; 1 unless the clock is compressed. */
    default int factor() {
        return 1;
    }

    /** Returns the clock of the machine, which this one may run ahead of. */
    default Clock machine() {
        return this;
    }

    /** A wait of a fixed length, until it is closed. */
    @FunctionalInterface
    interface Lapse extends AutoCloseable {
        @Override
        void close();
    }

    /** A scheduled task. */
    @FunctionalInterface
    interface Alarm {
        void cancel();
    }

    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
