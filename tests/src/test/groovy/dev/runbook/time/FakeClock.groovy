package dev.runbook.time

import java.time.Duration
import java.time.Instant

/** Time that passes only when a test, or something that sleeps, says so. Alarms ring on the thread that moves it. */
class FakeClock implements Clock {
    private final Instant origin = Instant.parse('2026-01-31T12:00:00Z')
    private final List<Map> alarms = []
    private long now
    private Duration slept = Duration.ZERO
    private Duration set = Duration.ZERO
    /** The machine's own clock; without one it is not told. */
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

    /** The machine sleeps: only the wall clock and its own go on. */
    synchronized void machineSleeps(Duration time) {
        slept += time
    }

    /** Somebody sets the wall clock, forward or back. */
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

    /** Lets time pass, ringing what is due on the way, in order. */
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
