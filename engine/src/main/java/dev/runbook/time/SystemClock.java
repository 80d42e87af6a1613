package dev.runbook.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The machine's clocks. */
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
        ScheduledFuture<?> alarm =
                Alarms.TIMER.schedule(() -> Alarms.RINGING.execute(task), time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    /** Initialized on first use. */
    private static final class Sleeping {
        static final BootClock CLOCK = new BootClock();
    }

    /** Initialized on first use; its daemon threads do not keep the engine alive. */
    private static final class Alarms {
        static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(1, daemons("alarms"));

        /** Runs the tasks of alarms, which may block on a disk: the timer thread hands them over and does not wait. */
        static final ExecutorService RINGING = Executors.newCachedThreadPool(daemons("alarm"));

        static {
            TIMER.setRemoveOnCancelPolicy(true);
        }

        private static ThreadFactory daemons(String name) {
            return task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
