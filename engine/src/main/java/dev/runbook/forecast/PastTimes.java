package dev.runbook.forecast;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of a plan's steps in comparable earlier runs: the basis of a forecast.
 *
 * @param runs how many runs were examined
 * @param steps by path in the run, newest first
 */
public record PastTimes(int runs, Map<String, List<Once>> steps) {
    /** No history. */
    public static final PastTimes NONE = new PastTimes(0, Map.of());

    public PastTimes {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** One execution of one step. */
    public record Once(Duration took, End end) {}

    public enum End {
        OK,
        FAILED,
        /** The step was not needed, and took no time. */
        SKIPPED
    }

    /** Returns how long a step takes when it succeeds; empty when it never did. */
    public Optional<DurationSummary> usual(String path) {
        List<Duration> good = of(path).stream()
                .filter(once -> once.end() == End.OK)
                .map(Once::took)
                .toList();
        return good.isEmpty() ? Optional.empty() : Optional.of(DurationSummary.of(good));
    }

    List<Once> of(String path) {
        return steps.getOrDefault(path, List.of());
    }
}
