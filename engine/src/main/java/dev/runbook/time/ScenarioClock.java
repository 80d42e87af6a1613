package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock on which a drill evaluates triggers: it runs {@code factor} times faster than the machine's, wall clock
 * included, because the windows of triggers are measured on the wall clock. It can also be moved forward. Thread-safe.
 */
public final class ScenarioClock implements Clock {
    private final Clock machine;
    private final int factor;
    private final Instant origin;
    private final long began;
    private Duration skipped = Duration.ZERO;

    /**
     * @param factor at least 1
     * @param origin what its wall clock shows first
     */
    public ScenarioClock(Clock machine, int factor, Instant origin) {
        this.machine = machine;
        this.factor = factor;
        this.origin = origin;
        this.began = machine.nanos();
    }

    /** Moves the clock forward at once. */
    public synchronized void skip(Duration time) {
        skipped = skipped.plus(time);
    }

    private synchronized Duration elapsed() {
        return Duration.ofNanos(machine.nanos() - began).multipliedBy(factor).plus(skipped);
    }

    @Override
    public Instant wall() {
        return origin.plus(elapsed());
    }

    @Override
    public long nanos() {
        return elapsed().toNanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        machine.sleep(time.dividedBy(factor));
    }

    @Override
    public Alarm after(Duration time, Runnable task) {
        return machine.after(time.dividedBy(factor), task);
    }

    @Override
    public int factor() {
        return factor;
    }

    @Override
    public Clock machine() {
        return machine;
    }
}
