package dev.runbook.lab.balancer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Counts the requests sent to one deployment, in total and in the last seconds. Thread-safe. */
public final class TrafficCounter {
    public static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Sample> recent = new ArrayDeque<>();
    private long requests;
    private long errors;

    private record Sample(long at, boolean error, long nanos) {}

    /**
     * The counters at one point in time.
     *
     * @param requests in total
     * @param errors responses with 5xx and requests without a response
     * @param recentRequests in the last {@link #WINDOW}
     * @param recentErrorPercent of those; 0 when there were none
     * @param recentAverageMillis their average duration; 0 when there were none
     */
    public record Counts(
            long requests, long errors, long recentRequests, double recentErrorPercent, double recentAverageMillis) {}

    public synchronized void add(boolean error, long nanos) {
        requests++;
        if (error) {
            errors++;
        }
        recent.addLast(new Sample(System.nanoTime(), error, nanos));
        forget();
    }

    public synchronized Counts counts() {
        forget();
        long bad = recent.stream().filter(Sample::error).count();
        double millis = recent.stream().mapToLong(Sample::nanos).average().orElse(0) / TimeUnit.MILLISECONDS.toNanos(1);
        double percent = recent.isEmpty() ? 0 : 100.0 * bad / recent.size();
        return new Counts(requests, errors, recent.size(), tenths(percent), tenths(millis));
    }

    private void forget() {
        long oldest = System.nanoTime() - WINDOW.toNanos();
        while (!recent.isEmpty() && recent.getFirst().at() < oldest) {
            recent.removeFirst();
        }
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
