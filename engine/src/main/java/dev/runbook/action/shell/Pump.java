package dev.runbook.action.shell;

import dev.runbook.action.Output;
import dev.runbook.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** Carries one output stream of a process to where it is kept, on a thread of its own. */
final class Pump {
    private static final int BUFFER = 64 * 1024;

    /** A reader that has been waiting so long after the process's end has read all the process wrote. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final InputStream from;
    private final Output.Stream stream;
    private final Captures to;
    private final Clock clock;
    private final Thread thread;
    private volatile long waitingSince;
    private boolean abandoned;

    private Pump(InputStream from, Output.Stream stream, Captures to, Clock clock) {
        this.from = from;
        this.stream = stream;
        this.to = to;
        this.clock = clock;
        this.thread = new Thread(this::carry, "output-" + stream.name().toLowerCase(java.util.Locale.ROOT));
        thread.setDaemon(true);
    }

    static Pump start(InputStream from, Output.Stream stream, Captures to, Clock clock) {
        Pump pump = new Pump(from, stream, to, clock);
        pump.waitingSince = clock.nanos();
        pump.thread.start();
        return pump;
    }

    private void carry() {
        byte[] buffer = new byte[BUFFER];
        try (from) {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                waitingSince = Long.MAX_VALUE;
                synchronized (this) {
                    if (!abandoned) {
                        to.write(stream, buffer, 0, length);
                    }
                }
                waitingSince = clock.nanos();
            }
        } catch (IOException closed) {
            // the end, too
        }
    }

    /**
     * Waits until what the ended process wrote is carried; whether the stream is at its end. When a process left behind
     * holds it open, what that one prints is still read (it must not block or die of it) but kept no more.
     */
    boolean finish() throws InterruptedException {
        long since = clock.nanos();
        while (thread.isAlive()) {
            thread.join(5);
            long waiting = waitingSince;
            if (waiting != Long.MAX_VALUE && clock.nanos() - Math.max(waiting, since) > IDLE_NANOS) {
                synchronized (this) {
                    abandoned = true;
                }
                return !thread.isAlive();
            }
        }
        return true;
    }
}
