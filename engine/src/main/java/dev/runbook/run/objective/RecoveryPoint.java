package dev.runbook.run.objective;

import dev.runbook.journal.event.DataLoss;
import dev.runbook.time.InstantText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the answer of a {@code recoveryPoint} as an instant, and detects whether the run was given that value instead
 * of measuring it.
 */
final class RecoveryPoint {
    private RecoveryPoint() {}

    /** @throws IllegalArgumentException with a one-line message, when the answer is not an instant */
    static Instant in(Map<String, Object> values) {
        Object answer = values.getOrDefault("value", values.getOrDefault("stdout", values.get("body")));
        if (answer == null) {
            throw new IllegalArgumentException("the recovery point is missing: the answer is empty");
        }
        try {
            return instant(answer);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("the answer is not a recovery point: " + none.getMessage(), none);
        }
    }

    private static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        return value instanceof Number number
                ? InstantText.read(new BigDecimal(number.toString()))
                : InstantText.read(String.valueOf(value), Optional.empty());
    }

    /** The name and source of a value that the run was given. */
    record Given(DataLoss.Source source, String name) {}

    /** Returns the parameter or setting that equals this instant, if any. */
    static Optional<Given> givenAs(Instant point, Map<String, Object> parameters, Map<String, Object> settings) {
        return named(point, parameters)
                .map(name -> new Given(DataLoss.Source.PARAMETER, name))
                .or(() -> named(point, settings).map(name -> new Given(DataLoss.Source.SETTING, name)));
    }

    private static Optional<String> named(Instant point, Map<?, ?> values) {
        return values.entrySet().stream()
                .filter(entry -> holds(entry.getValue(), point))
                .map(entry -> String.valueOf(entry.getKey()))
                .findFirst();
    }

    private static boolean holds(Object value, Instant point) {
        if (value instanceof Map<?, ?> map) {
            return holds(map.values(), point);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().anyMatch(element -> holds(element, point));
        }
        try {
            return value != null && instant(value).equals(point);
        } catch (IllegalArgumentException other) {
            return false; // not an instant
        }
    }
}
