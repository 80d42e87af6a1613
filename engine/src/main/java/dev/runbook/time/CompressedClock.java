package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The clock of a drill that shortens waits of a fixed length: it runs {@code factor} times faster while at least one
 * {@link #lapse} is open, and at the machine's speed otherwise. Budgets, periods and objectives are all measured on it,
 * so each counts a wait in full, while commands take the time they take. What runs beside a wait is counted too long,
 * never too short. The wall clock is the machine's. Thread-safe.
 */
public final class CompressedClock implements Clock {
    /** A sleeping thread notices within this time that the speed has changed. */
    private static final Duration SLICE = Duration.ofMillis(50);

    private final Clock machine;
    private final int factor;
    private final Set<Pending> alarms = new HashSet<>();
    private int lapses;
    private long lapsesBegan;
    private long ahead;

    /** @param factor how many times faster a wait passes; at least 2 */
    public CompressedClock(Clock machine, int factor) {
        this.machine = machine;
        this.factor = factor;
    }

    @Override
    public int factor() {
        return factor;
    }

    @Override
    public Clock machine() {
        return machine;
    }

    @Override
    public Instant wall() {
        return machine.wall();
    }

    @Override
    public synchronized long nanos() {
        long now = machine.nanos();
        return now + ahead + (lapses > 0 ? (now - lapsesBegan) * (factor - 1) : 0);
    }

    @Override
    public Duration slept() {
        return machine.slept();
    }

    @Override
    public Optional<Boot> boot() {
        return machine.boot();
    }

    @Override
    public synchronized Lapse lapse() {
        if (lapses++ == 0) {
            lapsesBegan = machine.nanos();
            alarms.forEach(this::arm);
        }
        return new Open();
    }

    private synchronized void ended() {
        if (--lapses == 0) {
            ahead += (machine.nanos() - lapsesBegan) * (factor - 1);
            alarms.forEach(this::arm);
        }
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        long until = nanos() + Math.max(0, time.toNanos());
        for (Duration left = untilReal(until); !left.isZero(); left = untilReal(until)) {
            machine.sleep(Durations.shorter(left, SLICE));
        }
    }

    /** Returns how long it takes, at the present speed, until the clock shows this time. */
    private synchronized Duration untilReal(long nanos) {
        long left = Math.max(0, nanos - nanos());
        return Duration.ofNanos(lapses > 0 ? (left + factor - 1) / factor : left);
    }

    @Override
    public synchronized Alarm after(Duration time, Runnable task) {
        Pending pending = new Pending(nanos() + time.toNanos(), task);
        alarms.add(pending);
        arm(pending);
        return () -> cancel(pending);
    }

    /** Sets the machine's alarm for the present speed. */
    private void arm(Pending pending) {
        pending.alarm.ifPresent(Alarm::cancel);
        pending.alarm = Optional.of(machine.after(untilReal(pending.at), () -> ring(pending)));
    }

    private void ring(Pending pending) {
        synchronized (this) {
            if (!alarms.contains(pending)) {
                return;
            }
            if (nanos() < pending.at) { // the speed has just changed
                arm(pending);
                return;
            }
            alarms.remove(pending);
        }
        pending.task.run();
    }

    private synchronized void cancel(Pending pending) {
        alarms.remove(pending);
        pending.alarm.ifPresent(Alarm::cancel);
    }

    private static final class Pending {
        private final long at;
        private final Runnable task;
        private Optional<Alarm> alarm = Optional.empty();

        Pending(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }
    }

    private final class Open implements Lapse {
        private boolean over;

        @Override
        public void close() {
            if (!over) {
                over = true;
                ended();
            }
        }
    }
}
