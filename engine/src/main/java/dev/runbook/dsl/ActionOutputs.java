package dev.runbook.dsl;

import dev.runbook.json.InvalidJsonException;
import dev.runbook.json.JsonReader;
import dev.runbook.text.TextLines;
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
 * Looks up the results of an action by the names that conditions and handles use; some are derived from others. All
 * lookups go through this class, which rejects any value that cannot be used.
 */
final class ActionOutputs {
    private static final UnavailableValue NOTHING = new NoAnswer("");

    private final Map<String, Object> values;
    private final String owner;

    /** The results of the action that conditions evaluate. */
    ActionOutputs(Map<String, Object> values) {
        this(values, "");
    }

    /** @param owner the step that produced the results, for messages */
    ActionOutputs(Map<String, Object> values, String owner) {
        this.values = values;
        this.owner = owner;
    }

    /** Whether a value of this name is available. */
    boolean has(String name) {
        return !(found(name) instanceof UnavailableValue);
    }

    /**
     * Returns the value of a name.
     *
     * @throws Unreadable with the reason when the value cannot be used
     */
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

    /** The status of a response; a {@link NoStatus} if there was no response. */
    Json status(String path) {
        Object value = found("status");
        boolean none = value instanceof Number number && number.intValue() == 0;
        return Json.of(none ? new NoStatus(((UnavailableValue) other("body")).reason("status")) : value, path);
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(get(name));
    }

    /**
     * Returns the value unless it is a placeholder.
     *
     * @throws Unreadable when it is a placeholder for a value that cannot be used
     */
    static Object usable(Object value, String name) {
        if (value instanceof UnavailableValue unavailable) {
            throw new Unreadable(unavailable.reason(name));
        }
        return value;
    }

    private Object found(String name) {
        Object value = values.get(name);
        if (name.equals("elapsed") && value instanceof Number milliseconds) {
            return Duration.ofMillis(milliseconds.longValue()); // the form of older journals
        }
        boolean there = values.containsKey(name) && !(value instanceof NotKept && isReadOff(name));
        return there ? value : readOff(name);
    }

    /** Whether a resumed run derives the value from stdout or the response body. */
    private boolean isReadOff(String name) {
        return ("lines".equals(name) && values.get("stdout") instanceof String)
                || ("json".equals(name) && values.get(document()) instanceof String);
    }

    private Object readOff(String name) {
        return switch (name) {
            case "lines" -> values.get("stdout") instanceof String text ? lines(text) : other("stdout");
            case "json" -> values.get(document()) instanceof String text ? json(text, document()) : other(document());
            case "row" -> values.get("rows") instanceof List<?> rows ? first(rows) : other("rows");
            case "value" -> ofRow(found("row"));
            default -> other(name);
        };
    }

    /** Splits standard output that has lost its last newline. */
    private static Object lines(String stdout) {
        return new TextLines(stdout.isEmpty() ? "" : stdout + "\n");
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

    /** Returns the placeholder for a missing value, or for one to be derived from it. */
    private Object other(String name) {
        return values.getOrDefault(name, values.getOrDefault(UnavailableValue.OTHERS, NOTHING));
    }

    private static Object first(Iterable<?> all) {
        return all.iterator().hasNext() ? all.iterator().next() : null;
    }
}
