package dev.runbook.plan;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How long something took, told by two of its times.
 *
 * @param count of how many times it was told
 * @param p90 nine of ten were no longer
 */
public record DurationSummary(int count, Duration median, Duration p90) {
    /** @throws IllegalArgumentException for none */
    public static DurationSummary of(Collection<Duration> times) {
        if (times.isEmpty()) {
            throw new IllegalArgumentException("no times");
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return new DurationSummary(sorted.size(), at(sorted, 0.5), at(sorted, 0.9));
    }

    /** The smallest time within which that share of them ended. */
    private static Duration at(List<Duration> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }
}
