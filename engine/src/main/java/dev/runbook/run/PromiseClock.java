package dev.runbook.run;

import dev.runbook.time.Clock;
import java.time.Duration;

/** The clock of one RTO: the time used so far, including time in which the machine slept. Thread-safe. */
final class PromiseClock {
    private final Clock clock;
    private long startNanos;
    private boolean started;
    private Duration stoppedAt;

    PromiseClock(Clock clock) {
        this.clock = clock;
    }

    /** @param already the time used before now, e.g. since the outage began */
    synchronized void start(Duration already) {
        startNanos = clock.elapsingNanos() - already.toNanos();
        started = true;
    }

    /** Restores a stopped clock from the journal of a resumed run. */
    synchronized void stoppedBefore(Duration elapsed) {
        started = true;
        stoppedAt = elapsed;
    }

    synchronized boolean started() {
        return started;
    }

    synchronized void stop() {
        if (started && stoppedAt == null) {
            stoppedAt = elapsed();
        }
    }

    synchronized boolean running() {
        return started && stoppedAt == null;
    }

    /** Returns the time used; zero before the start, fixed after the stop. */
    synchronized Duration elapsed() {
        if (!started) {
            return Duration.ZERO;
        }
        return stoppedAt != null ? stoppedAt : Duration.ofNanos(clock.elapsingNanos() - startNanos);
    }
}
