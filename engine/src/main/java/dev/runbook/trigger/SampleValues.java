package dev.runbook.trigger;

import dev.runbook.plan.KnownValues;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest samples and scores as conditions see them, and which of them a condition has read. Measurements may read
 * the time on several threads; samples are set and conditions evaluated on one.
 */
public final class SampleValues implements KnownValues {
    private final Map<String, Map<String, Object>> values = new ConcurrentHashMap<>();
    private final Map<String, String> shown = new HashMap<>();
    private final Set<String> incomplete = new LinkedHashSet<>();
    private final Set<String> read = new LinkedHashSet<>();
    private volatile Instant now = Instant.EPOCH;

    /** Sets the time from which {@code ago} counts. */
    void at(Instant time) {
        now = time;
    }

    /** Replaces the sample of a measurement. */
    void set(Sample sample) {
        values.put(sample.measurement(), sample.values());
        shown.put(sample.measurement(), sample.shown());
    }

    /** @param whole whether no condition of the score lacked a value */
    void set(String score, int points, boolean whole) {
        values.put(score, Map.of("ok", whole, "value", points));
        shown.put(score, points + (whole ? "" : " (some values are missing)"));
        if (whole) {
            incomplete.remove(score);
        } else {
            incomplete.add(score);
        }
    }

    @Override
    public Optional<Map<String, Object>> left(String name) {
        read.add(name);
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Optional<Object> run(String name) {
        return name.equals("now") ? Optional.of(now) : Optional.empty();
    }

    void startReading() {
        read.clear();
    }

    /** Returns the names of measurements and scores read since {@link #startReading}. */
    Set<String> wereRead() {
        return new LinkedHashSet<>(read);
    }

    /** Returns the points of a score. */
    int points(String score) {
        return values.getOrDefault(score, Map.of()).get("value") instanceof Integer points ? points : 0;
    }

    boolean incomplete(String score) {
        return incomplete.contains(score);
    }

    /** Returns the current value of a measurement or score, for people. */
    public String shown(String name) {
        return shown.getOrDefault(name, "not measured");
    }
}
