package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's own clocks. */
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Duration slept() {
        return Sleeping.CLOCK.slept();
    }

    @Override
    public Optional<Boot> boot() {
        return BootClock.boot();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (!time.isNegative()) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    }

    @Override
    public Alarm after(Duration time, Runnable task) {
        ScheduledFuture<?> alarm = Alarms.POOL.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    /** Begins on first use. */
    private static final class Sleeping {
        static final BootClock CLOCK = new BootClock();
    }

    /** Created on first use; its one daemon thread never keeps the engine alive. */
    private static final class Alarms {
        static final ScheduledThreadPoolExecutor POOL = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "alarms");
            thread.setDaemon(true);
            return thread;
        });

        static {
            POOL.setRemoveOnCancelPolicy(true);
        }
    }
}
