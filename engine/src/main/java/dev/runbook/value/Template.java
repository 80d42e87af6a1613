package dev.runbook.value;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * An author's text with gaps for values. Text and values are kept apart so that a value never becomes code: {@code
 * parts} holds the author's text and has one element more than {@code values}. Each action passes values in its own
 * safe way.
 *
 * <p>A value is a plain String, Number, Boolean, List, Map, Instant or Duration; a {@link Secret}; during planning,
 * {@link Unknown}; or a type that an action defines (an SQL identifier, a base URL).
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

    /** Returns the text with each value inserted by {@code rendering}. */
    public String render(Function<Object, String> rendering) {
        StringBuilder text = new StringBuilder(parts.get(0));
        for (int i = 0; i < values.size(); i++) {
            text.append(rendering.apply(values.get(i))).append(parts.get(i + 1));
        }
        return text.toString();
    }

    /**
     * Formats the text for plans and transcripts: values in plain form, secrets by name, unknown values as {@code
     * ‹source›}.
     */
    public String shown() {
        return render(Template::readable);
    }

    /** Formats one value for people: a duration as {@code 1m 30s}. */
    public static String readable(Object value) {
        return value instanceof Duration time ? TimeText.of(time) : String.valueOf(value);
    }

    /**
     * Formats the text with known values marked too, {@code ‹stock›}, so that a reader can distinguish values from
     * code. Secrets and unknown values are already marked.
     */
    public String marked() {
        return render(Template::mark);
    }

    /** Formats one value like {@link #marked()}. */
    public static String mark(Object value) {
        String text = readable(value);
        return text.startsWith("‹") && text.endsWith("›") ? text : "‹" + text + "›";
    }

    @Override
    public String toString() {
        return shown();
    }
}
