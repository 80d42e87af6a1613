package dev.runbook.dsl;

import dev.runbook.value.InvalidJsonException;
import dev.runbook.value.JsonReader;
import dev.runbook.value.NotKept;
import dev.runbook.value.NothingLeft;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an action left behind, by the names conditions and handles use; some are read off others. */
final class Left {
    /** What can be read anew off what was printed or answered. */
    private static final Set<String> READ_OFF = Set.of("lines", "json");

    private final Map<String, Object> values;

    Left(Map<String, Object> values) {
        this.values = values;
    }

    /** Whether it can be asked for: where nothing was left, only how the task ended; where something was lost, the rest. */
    boolean has(String name) {
        return values.containsKey(name)
                ? !(values.get(name) instanceof NotKept)
                : !(values.get(NothingLeft.NAME) instanceof NothingLeft);
    }

    Object get(String name) {
        Object value = values.get(name);
        if (value instanceof NotKept lost && !(READ_OFF.contains(name) && printed())) {
            throw Unreadable.missing(lost.told());
        }
        if (values.containsKey(name) && !(value instanceof NotKept)) {
            return value;
        }
        if (values.get(NothingLeft.NAME) instanceof NothingLeft nothing) {
            throw Unreadable.missing(nothing.told(name));
        }
        return switch (name) {
            case "lines" -> text("stdout").lines().toList();
            case "json" -> document(values.containsKey("body") ? text("body") : text("stdout"));
            case "row" -> kept("rows") instanceof List<?> rows && !rows.isEmpty() ? rows.get(0) : null;
            case "value" -> firstOf(get("row"));
            default -> null;
        };
    }

    private static Object document(String text) {
        try {
            return JsonReader.document(text);
        } catch (InvalidJsonException e) {
            throw new Unreadable("this is not JSON: " + e.getMessage());
        }
    }

    private static Object firstOf(Object row) {
        return row instanceof Map<?, ?> map && !map.isEmpty()
                ? map.values().iterator().next()
                : null;
    }

    private boolean printed() {
        return values.containsKey("stdout") || values.containsKey("body");
    }

    private Object kept(String name) {
        Object value = values.get(name);
        if (value instanceof NotKept lost) {
            throw Unreadable.missing(lost.told());
        }
        return value;
    }

    String text(String name) {
        Object value = kept(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return kept(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(kept(name));
    }
}
