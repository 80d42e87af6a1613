package dev.runbook.forecast;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How long something took, summarized by two durations.
 *
 * @param count the number of durations
 * @param p90 the 90th percentile
 */
public record DurationSummary(int count, Duration median, Duration p90) {
    /** @throws IllegalArgumentException if there are no durations */
    static DurationSummary of(Collection<Duration> times) {
        if (times.isEmpty()) {
            throw new IllegalArgumentException("no times");
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return new DurationSummary(sorted.size(), at(sorted, 0.5), at(sorted, 0.9));
    }

    /** Returns the smallest duration within which the given share of them ended. */
    private static Duration at(List<Duration> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }
}
