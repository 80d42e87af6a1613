package dev.runbook.dsl;

import dev.runbook.value.InvalidJsonException;
import dev.runbook.value.JsonReader;
import dev.runbook.value.NoAnswer;
import dev.runbook.value.NoStatus;
import dev.runbook.value.NotJson;
import dev.runbook.value.NotKept;
import dev.runbook.value.Truncated;
import dev.runbook.value.UnavailableValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an action left behind, by the names conditions and handles use; some are read off others. The only place where a
 * name is looked up: whatever cannot be used as it is, is refused here.
 */
final class ActionOutputs {
    private static final UnavailableValue NOTHING = new NoAnswer("");

    private final Map<String, Object> values;
    private final String owner;

    /** Of the action that conditions judge. */
    ActionOutputs(Map<String, Object> values) {
        this(values, "");
    }

    /** @param owner the step that left it, for people */
    ActionOutputs(Map<String, Object> values, String owner) {
        this.values = values;
        this.owner = owner;
    }

    /** Whether it can be read. */
    boolean has(String name) {
        return !(found(name) instanceof UnavailableValue);
    }

    /** @throws Unreadable with the reason when it cannot be used */
    Object get(String name) {
        Object value = found(name);
        return usable(value, value instanceof Truncated && !owner.isEmpty() ? name + " of '" + owner + "'" : name);
    }

    String text(String name) {
        return String.valueOf(get(name));
    }

    long number(String name) {
        if (get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new Unreadable("'" + name + "' is not a number");
    }

    /** The status of an answer; of one that never came, a {@link NoStatus}. */
    Json status(String path) {
        Object value = found("status");
        boolean none = value instanceof Number number && number.intValue() == 0;
        return Json.of(none ? new NoStatus(((UnavailableValue) other("body")).reason("status")) : value, path);
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(get(name));
    }

    /** @throws Unreadable when it stands for a value that cannot be used */
    static Object usable(Object value, String name) {
        if (value instanceof UnavailableValue unavailable) {
            throw new Unreadable(unavailable.reason(name));
        }
        return value;
    }

    private Object found(String name) {
        Object value = values.get(name);
        if (name.equals("elapsed") && value instanceof Number milliseconds) {
            return Duration.ofMillis(milliseconds.longValue()); // as an older journal has it
        }
        boolean there = values.containsKey(name) && !(value instanceof NotKept && isReadOff(name));
        return there ? value : readOff(name);
    }

    /** Whether a resumed run reads it off what was printed or answered. */
    private boolean isReadOff(String name) {
        return ("lines".equals(name) && values.get("stdout") instanceof String)
                || ("json".equals(name) && values.get(document()) instanceof String);
    }

    private Object readOff(String name) {
        return switch (name) {
            case "lines" ->
                values.get("stdout") instanceof String text ? text.lines().toList() : other("stdout");
            case "json" -> values.get(document()) instanceof String text ? json(text, document()) : other(document());
            case "row" -> values.get("rows") instanceof List<?> rows ? first(rows) : other("rows");
            case "value" -> ofRow(found("row"));
            default -> other(name);
        };
    }

    private static Object json(String text, String in) {
        try {
            return text.isBlank() ? new NotJson(in, "it is empty") : JsonReader.document(text);
        } catch (InvalidJsonException e) {
            return new NotJson(in, e.getMessage());
        }
    }

    private String document() {
        return values.containsKey("body") ? "body" : "stdout";
    }

    private static Object ofRow(Object row) {
        return row instanceof Map<?, ?> cells ? first(cells.values()) : row;
    }

    /** What stands for a value that is not there, or for what would be read off it. */
    private Object other(String name) {
        return values.getOrDefault(name, values.getOrDefault(UnavailableValue.OTHERS, NOTHING));
    }

    private static Object first(Iterable<?> all) {
        return all.iterator().hasNext() ? all.iterator().next() : null;
    }
}
