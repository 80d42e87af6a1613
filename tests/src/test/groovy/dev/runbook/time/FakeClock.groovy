package dev.runbook.time

import java.time.Duration
import java.time.Instant

/** A clock that advances only when a test, or a sleep, advances it. Alarms run on the thread that advances it. */
class FakeClock implements Clock {
    private final Instant origin = Instant.parse('2026-01-31T12:00:00Z')
    private final List<Map> alarms = []
    private long now
    private Duration slept = Duration.ZERO
    private Duration set = Duration.ZERO
    /** The clock of the machine; empty if it has none. */
    Boot boot

    @Override
    synchronized Instant wall() {
        origin.plusNanos(now).plus(slept).plus(set)
    }

    @Override
    synchronized long nanos() {
        now
    }

    @Override
    synchronized Duration slept() {
        slept
    }

    @Override
    synchronized Optional<Boot> boot() {
        Optional.ofNullable(boot).map { new Boot(it.id(), it.up().plusNanos(now).plus(slept)) }
    }

    /** The machine sleeps: only the wall clock and the clock of the machine advance. */
    synchronized void machineSleeps(Duration time) {
        slept += time
    }

    /** Sets the wall clock, forward or back. */
    synchronized void set(Duration by) {
        set += by
    }

    @Override
    void sleep(Duration time) {
        advance(time)
    }

    @Override
    synchronized Clock.Alarm after(Duration time, Runnable task) {
        def alarm = [at: now + time.toNanos(), task: task]
        alarms << alarm
        return { -> synchronized (this) { alarms.removeIf { it.is(alarm) } } } as Clock.Alarm
    }

    /** Advances the time, and runs alarms that are due, in order. */
    void advance(Duration time) {
        long target = nanos() + time.toNanos()
        while (true) {
            def due
            synchronized (this) {
                due = alarms.findAll { it.at <= target }.min { it.at }
                if (due == null) {
                    now = Math.max(now, target)
                    return
                }
                alarms.removeIf { it.is(due) }
                now = Math.max(now, due.at as long)
            }
            (due.task as Runnable).run()
        }
    }
}
