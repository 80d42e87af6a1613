package dev.runbook.journal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Encodes values that JSON cannot represent: NaN and the infinities, instants, durations. They are written as
 * <code>{"$number": "NaN"}</code>, <code>{"$instant": "2026-01-31T12:00:00Z"}</code> and <code>{"$duration":
 * "PT2M"}</code>, so that a resumed run restores the typed values and not texts: a condition must not hold, or fail,
 * only because the engine died.
 */
final class TypedValues {
    private static final String NUMBER = "$number";
    private static final String INSTANT = "$instant";
    private static final String DURATION = "$duration";
    /** Deeper values come from hostile input only, and are left unchanged. */
    private static final int DEEPEST = 100;

    private TypedValues() {}

    /** Replaces each value that JSON cannot represent by a tag. */
    static Object tagged(Object value) {
        return each(value, TypedValues::tag, 0);
    }

    /** Reverses {@link #tagged}. */
    static Object untagged(Object value) {
        return each(value, TypedValues::untag, 0);
    }

    /** Applies {@code change} to the value, else to all values in it. */
    private static Object each(Object value, UnaryOperator<Object> change, int depth) {
        Object changed = change.apply(value);
        if (changed != value || depth >= DEEPEST) {
            return changed;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), each(inner, change, depth + 1)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(each(inner, change, depth + 1)));
            return copy;
        }
        return value;
    }

    private static Object tag(Object value) {
        if (value instanceof Instant instant) {
            return Map.of(INSTANT, instant.toString());
        }
        if (value instanceof Duration time) {
            return Map.of(DURATION, time.toString());
        }
        boolean nonfinite =
                (value instanceof Double || value instanceof Float) && !Double.isFinite(((Number) value).doubleValue());
        return nonfinite ? Map.of(NUMBER, value.toString()) : value;
    }

    private static Object untag(Object value) {
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            return value;
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        return only.getValue() instanceof String text ? read(String.valueOf(only.getKey()), text, value) : value;
    }

    /** @param other returned for what only looks like a tag */
    private static Object read(String tag, String text, Object other) {
        try {
            return switch (tag) {
                case NUMBER ->
                    switch (text) {
                        case "NaN" -> Double.NaN;
                        case "Infinity" -> Double.POSITIVE_INFINITY;
                        case "-Infinity" -> Double.NEGATIVE_INFINITY;
                        default -> other;
                    };
                case INSTANT -> Instant.parse(text);
                case DURATION -> Duration.parse(text);
                default -> other;
            };
        } catch (DateTimeException neither) {
            return other;
        }
    }
}
