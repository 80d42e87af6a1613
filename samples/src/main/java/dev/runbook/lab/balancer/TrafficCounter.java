package dev.runbook.lab.balancer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Counts the requests one deployment was sent, in all and in the last seconds. Thread-safe. */
final class TrafficCounter {
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Sample> recent = new ArrayDeque<>();
    private long requests;
    private long errors;

    private record Sample(long at, boolean error, long nanos) {}

    /**
     * What was counted.
     *
     * @param requests ever sent
     * @param errors of them answered with 5xx or not at all
     * @param recentRequests of the last {@link #WINDOW}
     * @param recentErrorPercent of those; 0 when there were none
     * @param recentAverageMillis they took; 0 when there were none
     */
    record Counts(
            long requests, long errors, long recentRequests, double recentErrorPercent, double recentAverageMillis) {}

    synchronized void add(boolean error, long nanos) {
        requests++;
        if (error) {
            errors++;
        }
        recent.addLast(new Sample(System.nanoTime(), error, nanos));
        forget();
    }

    synchronized Counts counts() {
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
