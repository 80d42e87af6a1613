package dev.runbook.time;

import java.time.Duration;

/** The clock of one RTO: the time used so far, including time in which the machine slept. Thread-safe. */
public final class RtoStopwatch {
    private final Clock clock;
    private long startNanos;
    private boolean started;
    private Duration stoppedAt;

    public RtoStopwatch(Clock clock) {
        this.clock = clock;
    }

    /** @param already the time used before now, e.g. since the outage began */
    public synchronized void start(Duration already) {
        startNanos = clock.elapsingNanos() - already.toNanos();
        started = true;
    }

    /** Restores a stopped clock from the journal of a resumed run. */
    public synchronized void stoppedBefore(Duration elapsed) {
        started = true;
        stoppedAt = elapsed;
    }

    public synchronized boolean started() {
        return started;
    }

    public synchronized void stop() {
        if (started && stoppedAt == null) {
            stoppedAt = elapsed();
        }
    }

    public synchronized boolean running() {
        return started && stoppedAt == null;
    }

    /** Returns the time used; zero before the start, fixed after the stop. */
    public synchronized Duration elapsed() {
        if (!started) {
            return Duration.ZERO;
        }
        return stoppedAt != null ? stoppedAt : Duration.ofNanos(clock.elapsingNanos() - startNanos);
    }
}
