package dev.runbook.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the steps of a plan went in comparable earlier runs: what a forecast rests on.
 *
 * @param runs how many runs were looked at
 * @param steps by path in the run, the newest first
 */
public record PastTimes(int runs, Map<String, List<Once>> steps) {
    /** Nothing is known. */
    public static final PastTimes NONE = new PastTimes(0, Map.of());

    public PastTimes {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** One run of one step. */
    public record Once(Duration took, End end) {}

    public enum End {
        OK,
        FAILED,
        /** It was not needed, and took no time. */
        SKIPPED
    }

    /** How long a step takes when it goes well; empty when it never did. */
    public Optional<DurationSummary> usual(String path) {
        List<Duration> good = of(path).stream()
                .filter(once -> once.end() == End.OK)
                .map(Once::took)
                .toList();
        return good.isEmpty() ? Optional.empty() : Optional.of(DurationSummary.of(good));
    }

    public List<Once> of(String path) {
        return steps.getOrDefault(path, List.of());
    }
}
