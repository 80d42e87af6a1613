package dev.runbook.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * NaN and the infinities, which JSON does not know. They stand as <code>{"$number": "NaN"}</code>, so that a resumed run
 * has the number its steps left and not a text: a condition on no data must not hold only because the engine died.
 */
final class Nonfinite {
    private static final String TAG = "$number";
    /** Deeper values come from hostile input only, and are left as they are. */
    private static final int DEEPEST = 100;

    private Nonfinite() {}

    static Object tagged(Object value) {
        return tagged(value, 0);
    }

    static Object untagged(Object value) {
        return untagged(value, 0);
    }

    private static Object tagged(Object value, int depth) {
        if (depth < DEEPEST && value instanceof Map<?, ?> map) {
            Map<String, Object> tagged = new LinkedHashMap<>();
            map.forEach((key, inner) -> tagged.put(String.valueOf(key), tagged(inner, depth + 1)));
            return tagged;
        }
        if (depth < DEEPEST && value instanceof List<?> list) {
            List<Object> tagged = new ArrayList<>();
            list.forEach(inner -> tagged.add(tagged(inner, depth + 1)));
            return tagged;
        }
        boolean nonfinite =
                (value instanceof Double || value instanceof Float) && !Double.isFinite(((Number) value).doubleValue());
        return nonfinite ? Map.of(TAG, value.toString()) : value;
    }

    private static Object untagged(Object value, int depth) {
        if (depth < DEEPEST && value instanceof Map<?, ?> map) {
            if (map.size() == 1 && map.get(TAG) instanceof String text) {
                return number(text, value);
            }
            Map<String, Object> untagged = new LinkedHashMap<>();
            map.forEach((key, inner) -> untagged.put(String.valueOf(key), untagged(inner, depth + 1)));
            return untagged;
        }
        if (depth < DEEPEST && value instanceof List<?> list) {
            List<Object> untagged = new ArrayList<>();
            list.forEach(inner -> untagged.add(untagged(inner, depth + 1)));
            return untagged;
        }
        return value;
    }

    private static Object number(String text, Object other) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> other;
        };
    }
}
