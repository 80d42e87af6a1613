package dev.runbook.action.shell;

import dev.runbook.action.Output;
import dev.runbook.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Copies one output stream of a process to its destination, on a separate thread. */
final class Pump {
    private static final int BUFFER = 64 * 1024;

    /** When no output has arrived for this long after the process's end, all of its output has been read. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long the output of a surviving process is read after all of the process's own output has been read. */
    private static final long LATECOMERS_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The largest size of a pipe: after reading this much past the process's end, all of its output has been read. */
    private static final int LARGEST_PIPE = 1024 * 1024;

    private final InputStream from;
    private final Output.Stream stream;
    private final StreamSink to;
    private final Clock clock;
    private final Thread thread;
    private volatile long waitingSince;
    private volatile long emptyAt;
    private final AtomicLong copied = new AtomicLong();
    private boolean abandoned;

    private Pump(InputStream from, Output.Stream stream, StreamSink to, Clock clock) {
        this.from = from;
        this.stream = stream;
        this.to = to;
        this.clock = clock;
        this.thread = new Thread(this::copy, "output-" + stream.name().toLowerCase(Locale.ROOT));
        thread.setDaemon(true);
    }

    static Pump start(InputStream from, Output.Stream stream, StreamSink to, Clock clock) {
        Pump pump = new Pump(from, stream, to, clock);
        pump.waitingSince = clock.nanos();
        pump.emptyAt = pump.waitingSince;
        pump.thread.start();
        return pump;
    }

    private void copy() {
        byte[] buffer = new byte[BUFFER];
        try (from) {
            for (int length = read(buffer); length >= 0; length = read(buffer)) {
                waitingSince = Long.MAX_VALUE;
                copied.addAndGet(length);
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

    private int read(byte[] buffer) throws IOException {
        if (from.available() == 0) {
            emptyAt = clock.nanos();
        }
        return from.read(buffer);
    }

    /** Returns whether the stream is at its end. */
    boolean ended() {
        return !thread.isAlive();
    }

    /**
     * Waits until the output of the ended process has been read; returns whether the stream is at its end. If a
     * surviving process holds it open, further output is discarded, however much it is.
     */
    boolean finish() throws InterruptedException {
        long since = clock.nanos();
        long before = copied.get();
        while (thread.isAlive()) {
            thread.join(5);
            if (isIdle(since) || (clock.nanos() - since > LATECOMERS_NANOS && hasAll(since, before))) {
                synchronized (this) {
                    abandoned = true;
                }
                return !thread.isAlive();
            }
        }
        return true;
    }

    private boolean isIdle(long since) {
        long waiting = waitingSince;
        return waiting != Long.MAX_VALUE && clock.nanos() - Math.max(waiting, since) > IDLE_NANOS;
    }

    private boolean hasAll(long since, long before) {
        return emptyAt - since > 0 || copied.get() - before > LARGEST_PIPE;
    }
}
