package dev.runbook.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of a measurement that were kept, the oldest first, and what is normal by them. Immutable. */
public record Baseline(List<Value> values) {
    public static final Baseline EMPTY = new Baseline(List.of());

    /** Values are kept this far apart: what is normal changes with hours, and thousands of values are enough. */
    public static final Duration APART = Duration.ofMinutes(5);

    /** An hour of values. */
    public static final int FEWEST = 12;

    private static final int FEWEST_DAYS = 3;
    private static final Duration AROUND = Duration.ofHours(1);
    private static final long DAY = Duration.ofDays(1).toMillis();

    public Baseline {
        values = List.copyOf(values);
    }

    /** @param at milliseconds since 1970 */
    public record Value(long at, double number) {}

    /** Returns the baseline with one more value, if the last one is long enough ago, without those that are too old. */
    public Baseline with(Instant at, double number, Duration kept) {
        long now = at.toEpochMilli();
        List<Value> left = new ArrayList<>(values.stream()
                .filter(value -> value.at() <= now && now - value.at() < kept.toMillis())
                .toList());
        boolean due = left.isEmpty() || now - left.get(left.size() - 1).at() >= APART.toMillis();
        if (due) {
            left.add(new Value(now, number));
        }
        return due ? new Baseline(left) : this;
    }

    /** Returns the median; empty while there are too few values. */
    public OptionalDouble normal(Instant now) {
        List<Value> relevant = relevant(now);
        return relevant.size() < FEWEST ? OptionalDouble.empty() : OptionalDouble.of(median(numbers(relevant)));
    }

    /** Returns the median distance from the normal; empty while there are too few values. */
    public OptionalDouble spread(Instant now) {
        OptionalDouble normal = normal(now);
        if (normal.isEmpty()) {
            return normal;
        }
        return OptionalDouble.of(median(numbers(relevant(now)).stream()
                .map(number -> Math.abs(number - normal.getAsDouble()))
                .toList()));
    }

    /** Returns the values of this time of day, if they are of enough days; else all. */
    private List<Value> relevant(Instant now) {
        List<Value> near = values.stream()
                .filter(value -> distance(value.at(), now.toEpochMilli()) <= AROUND.toMillis())
                .toList();
        Set<LocalDate> days = near.stream()
                .map(value -> Instant.ofEpochMilli(value.at())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate())
                .collect(Collectors.toSet());
        return days.size() >= FEWEST_DAYS && near.size() >= FEWEST ? near : values;
    }

    /** Returns how far apart two times of day are, also around midnight. */
    private static long distance(long one, long other) {
        long apart = Math.floorMod(one - other, DAY);
        return Math.min(apart, DAY - apart);
    }

    private static List<Double> numbers(List<Value> values) {
        return values.stream().map(Value::number).toList();
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
