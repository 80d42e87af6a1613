package dev.runbook.value;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * An author's text with gaps for values, kept apart so that a value never becomes code: {@code parts} are the author's,
 * one more than {@code values}. Each action passes the values its own safe way.
 *
 * <p>A value is a plain String, Number, Boolean, List, Map, Instant or Duration; or {@link Secret}; or, in the planned
 * reading, {@link Unknown}; or a kind of value an action gives a meaning of its own (an SQL identifier, a base URL).
 */
public record Template(List<String> parts, List<Object> values) {
    public Template {
        if (parts.size() != values.size() + 1) {
            throw new IllegalArgumentException(parts.size() + " parts do not frame " + values.size() + " values");
        }
        parts = List.copyOf(parts);
        values = Collections.unmodifiableList(new ArrayList<>(values)); // a value may be null
    }

    public static Template of(String text) {
        return new Template(List.of(text), List.of());
    }

    /** The text with each value put in by {@code rendering}. */
    public String render(Function<Object, String> rendering) {
        StringBuilder text = new StringBuilder(parts.get(0));
        for (int i = 0; i < values.size(); i++) {
            text.append(rendering.apply(values.get(i))).append(parts.get(i + 1));
        }
        return text.toString();
    }

    /** For plans and transcripts: values as they read, secrets by name, unknown ones as {@code ‹source›}. */
    public String shown() {
        return render(Template::readable);
    }

    /** One value as people read it: a duration as {@code 1m 30s}. */
    public static String readable(Object value) {
        return value instanceof Duration time ? TimeText.of(time) : String.valueOf(value);
    }

    /**
     * The same with known values marked as well, {@code ‹stock›}, so that a reader can tell values from code. Secrets and
     * unknown values carry their marks already.
     */
    public String marked() {
        return render(Template::mark);
    }

    /** One value as {@link #marked()} shows it. */
    public static String mark(Object value) {
        String text = readable(value);
        return text.startsWith("‹") && text.endsWith("›") ? text : "‹" + text + "›";
    }

    @Override
    public String toString() {
        return shown();
    }
}
