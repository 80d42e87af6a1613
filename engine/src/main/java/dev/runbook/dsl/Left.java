package dev.runbook.dsl;

import dev.runbook.value.NothingLeft;
import java.util.List;
import java.util.Map;

/** What an action left behind, by the names conditions and handles use; some are read off others. */
final class Left {
    private final Map<String, Object> values;

    Left(Map<String, Object> values) {
        this.values = values;
    }

    Object get(String name) {
        if (values.containsKey(name)) {
            return values.get(name);
        }
        if (values.get(NothingLeft.NAME) instanceof NothingLeft nothing) {
            throw Unreadable.missing(nothing.told(name));
        }
        return switch (name) {
            case "lines" -> text("stdout").lines().toList();
            case "json" -> JsonText.read(values.containsKey("body") ? text("body") : text("stdout"));
            case "row" -> values.get("rows") instanceof List<?> rows && !rows.isEmpty() ? rows.get(0) : null;
            case "value" -> firstOf(get("row"));
            default -> null;
        };
    }

    private static Object firstOf(Object row) {
        return row instanceof Map<?, ?> map && !map.isEmpty()
                ? map.values().iterator().next()
                : null;
    }

    String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }
}
