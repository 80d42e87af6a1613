package dev.runbook.trigger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number of a measurement that its baseline keeps.
 *
 * @param time how long its values are kept
 * @param path of the number in the results of the action: {@code value}, or {@code json}, {@code responseTime}
 */
public record KeptNumber(Duration time, List<String> path) {
    /** What the action of a query gives. */
    public static final List<String> VALUE = List.of("value");

    private static final String ROWS = "rows";

    public KeptNumber {
        path = List.copyOf(path);
    }

    /** Returns the number among the results of an action; empty if there is none. */
    public Optional<Double> in(Map<String, Object> results) {
        Object found = results.get(path.get(0));
        if (found == null && results.get(ROWS) instanceof List<?> rows && !rows.isEmpty()) {
            found = path.equals(VALUE) ? first(rows.get(0)) : rows.get(0);
        }
        for (String name : path.subList(1, path.size())) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return Optional.ofNullable(found)
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).doubleValue())
                .filter(Double::isFinite);
    }

    /** Returns the first cell of a row. */
    private static Object first(Object row) {
        return row instanceof Map<?, ?> cells && !cells.isEmpty()
                ? cells.values().iterator().next()
                : null;
    }
}
