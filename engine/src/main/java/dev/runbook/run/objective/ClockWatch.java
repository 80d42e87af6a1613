package dev.runbook.run.objective;

import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.MachineClock;
import dev.runbook.run.record.Recorder;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the clocks periodically during a run and records where they diverged: the machine slept, the engine was
 * suspended, the wall clock was set. Thread-safe.
 */
public final class ClockWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** A very busy machine delays the engine's checks by less than this. */
    private static final Duration STOPPED = Duration.ofSeconds(5);

    private static final Duration NOISE = Duration.ofSeconds(1);
    /** A slewed wall clock drifts by less than this. */
    private static final int SLEWED_PER_MILLE = 1;

    private final Clock clock;
    private final Recorder recorder;
    private Instant wall;
    private long nanos;
    private Duration slept;
    private Clock.Alarm alarm;
    private boolean over;

    /** Starts watching and records the machine's clock. */
    public ClockWatch(Clock clock, Recorder recorder) {
        this.clock = clock;
        this.recorder = recorder;
        this.wall = clock.wall();
        this.nanos = clock.nanos();
        this.slept = clock.slept();
        clock.boot()
                .ifPresent(boot ->
                        recorder.record(new MachineClock(boot.id(), boot.up().toMillis())));
        this.alarm = clock.after(EVERY, this::tick);
    }

    private void tick() {
        look();
        synchronized (this) {
            if (!over) {
                alarm = clock.after(EVERY, this::tick);
            }
        }
    }

    /** Compares the clocks; may be called at any time. A gap between two calls is detected. */
    public synchronized void look() {
        gaps().forEach(recorder::record);
    }

    private List<Event> gaps() {
        if (over) {
            return List.of();
        }
        Duration ran = Duration.ofNanos(clock.nanos() - nanos);
        Duration sleep = clock.slept().minus(slept);
        Duration set = Duration.between(wall, clock.wall()).minus(ran).minus(sleep);
        List<Event> gaps = new ArrayList<>();
        if (sleep.compareTo(NOISE) >= 0) {
            gaps.add(new ClockGap(ClockGap.Kind.SLEPT, sleep.toMillis(), false));
        }
        if (ran.compareTo(STOPPED) > 0) { // this check is long overdue
            gaps.add(new ClockGap(ClockGap.Kind.STOPPED, ran.minus(EVERY).toMillis(), false));
        }
        Duration slewed = ran.multipliedBy(SLEWED_PER_MILLE).dividedBy(1000);
        if (set.abs().compareTo(NOISE.plus(slewed)) >= 0) {
            gaps.add(new ClockGap(ClockGap.Kind.SET, set.toMillis(), false));
        }
        wall = clock.wall();
        nanos = clock.nanos();
        slept = clock.slept();
        return gaps;
    }

    @Override
    public synchronized void close() {
        over = true;
        alarm.cancel();
    }
}
