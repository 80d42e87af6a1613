package dev.runbook.run.resume;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.model.RunObserver;
import java.time.Duration;
import java.util.Optional;

/** The RTO clock of a run as earlier engine processes left it. Not thread-safe. */
public final class RecordedClock implements RunObserver {
    private Optional<Entry> started = Optional.empty();
    private Duration elapsedAtStart = Duration.ZERO;
    private Optional<Duration> stopped = Optional.empty();
    private boolean stoppedByMark;
    private boolean breached;
    private Entry now;

    @Override
    public void at(Entry entry) {
        now = entry;
    }

    @Override
    public void clockStarted(ClockStarted clock) {
        started = Optional.of(now);
        elapsedAtStart = Duration.ofMillis(clock.elapsedMs());
    }

    @Override
    public void clockStopped(ClockStopped clock) {
        stopped = Optional.of(Duration.ofMillis(clock.elapsedMs()));
        stoppedByMark = clock.reason() == ClockStopped.Reason.STOP_CLOCK;
    }

    @Override
    public void rtoMissed() {
        breached = true;
    }

    @Override
    public void runEnded(RunFinished end) {
        if (!stoppedByMark) {
            stopped = Optional.empty(); // a continued run had recovered nothing when it ended
        }
    }

    /** Returns the entry with which the clock started. */
    public Optional<Entry> started() {
        return started;
    }

    /** Returns how much had passed on the clock when it started. */
    public Duration elapsedAtStart() {
        return elapsedAtStart;
    }

    /** Returns the time on the clock when it stopped for good. */
    public Optional<Duration> stopped() {
        return stopped;
    }

    /** Returns whether a breach of the run's RTO is recorded. */
    public boolean breached() {
        return breached;
    }
}
