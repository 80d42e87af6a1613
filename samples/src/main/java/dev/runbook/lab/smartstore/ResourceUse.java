package dev.runbook.lab.smartstore;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The memory and the processor time that a platform's background work uses, each as a share of a small limit, as of a
 * container. The work really holds memory and really computes. Thread-safe.
 */
final class ResourceUse implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS_OF_LIMIT = 256;
    private static final int USUAL_BLOCKS = 100;
    private static final int MOST_BLOCKS = 240;
    private static final int LEAKED_A_ROUND = 4;

    /** The limit: a tenth of a processor. */
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LIMIT_NANOS = ROUND_NANOS / 10;
    private static final long USUAL_NANOS = LIMIT_NANOS / 5;
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<byte[]> held = new ArrayList<>();
    private final Deque<Use> uses = new ArrayDeque<>();
    private final Thread worker;
    private volatile boolean leaking;
    private volatile boolean busy;

    private record Use(long at, long cpuNanos) {}

    ResourceUse(String platform) {
        for (int i = 0; i < USUAL_BLOCKS; i++) {
            held.add(new byte[BLOCK]);
        }
        worker = new Thread(this::work, "background work of " + platform);
        worker.setDaemon(true);
        worker.start();
    }

    /** While true, memory is kept that nobody needs, up to nearly all of the limit. */
    synchronized void leak(boolean on) {
        leaking = on;
        if (!on) {
            while (held.size() > USUAL_BLOCKS) {
                held.remove(held.size() - 1);
            }
        }
    }

    /** While true, the work never rests. */
    void busy(boolean on) {
        busy = on;
    }

    synchronized double memoryPercent() {
        return 100.0 * held.size() / BLOCKS_OF_LIMIT;
    }

    /** Returns the share of the limit that was used in the last seconds. */
    synchronized double cpuPercent() {
        if (uses.size() < 2) {
            return 0;
        }
        long used = uses.getLast().cpuNanos - uses.getFirst().cpuNanos;
        long time = uses.getLast().at - uses.getFirst().at;
        double limit = (double) time * LIMIT_NANOS / ROUND_NANOS;
        return Math.min(100, Math.round(1000 * used / limit) / 10.0);
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long start = THREADS.getCurrentThreadCpuTime();
                long nanos = busy ? 2 * LIMIT_NANOS : USUAL_NANOS;
                while (THREADS.getCurrentThreadCpuTime() - start < nanos) {
                    Thread.onSpinWait();
                }
                record();
                TimeUnit.NANOSECONDS.sleep(ROUND_NANOS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void record() {
        long now = System.nanoTime();
        uses.addLast(new Use(now, THREADS.getCurrentThreadCpuTime()));
        while (uses.getFirst().at < now - WINDOW.toNanos()) {
            uses.removeFirst();
        }
        for (int i = 0; leaking && i < LEAKED_A_ROUND && held.size() < MOST_BLOCKS; i++) {
            held.add(new byte[BLOCK]);
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
