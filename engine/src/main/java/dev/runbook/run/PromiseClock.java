package dev.runbook.run;

import dev.runbook.time.Clock;
import java.time.Duration;

/** The clock of one promise: what of it has gone, also while the machine slept. Thread-safe. */
final class PromiseClock {
    private final Clock clock;
    private long startNanos;
    private boolean started;
    private Duration stoppedAt;

    PromiseClock(Clock clock) {
        this.clock = clock;
    }

    /** @param already what has gone before now, e.g. since the outage began */
    synchronized void start(Duration already) {
        startNanos = clock.elapsingNanos() - already.toNanos();
        started = true;
    }

    /** As a resumed run finds it in its journal. */
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

    /** Zero before the start; fixed after the stop. */
    synchronized Duration elapsed() {
        if (!started) {
            return Duration.ZERO;
        }
        return stoppedAt != null ? stoppedAt : Duration.ofNanos(clock.elapsingNanos() - startNanos);
    }
}
