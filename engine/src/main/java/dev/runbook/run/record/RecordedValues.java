package dev.runbook.run.record;

import dev.runbook.value.Template;
import dev.runbook.value.UnavailableValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Selects the values of an outcome for the journal: facts for readers, and what a resume restores to handles. */
public final class RecordedValues {
    /** Long texts are in the attempt's output file; the journal keeps what handles usually read. */
    private static final int LONGEST_TEXT = 16 * 1024;

    private static final int MOST_ELEMENTS = 1_000;
    private static final int LONGEST_FACT = 80;
    private static final Set<String> PRINTED = Set.of("stdout", "stderr", "body");

    private RecordedValues() {}

    /** Returns the short values, as text. */
    public static Map<String, String> facts(Map<String, Object> values) {
        Map<String, String> facts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            boolean plain = value instanceof String || isPlain(value);
            if (plain && !PRINTED.contains(name)) {
                String text = Template.readable(value);
                if (text.length() <= LONGEST_FACT && text.indexOf('\n') < 0) {
                    facts.put(name, text);
                }
            }
        });
        return facts;
    }

    /**
     * Drops the elements that will not be kept, so that they need no masking; texts stay whole until they are masked.
     */
    public static Map<String, Object> fewer(Map<String, Object> values) {
        return each(values, plain -> plain);
    }

    /** Returns the values as the journal keeps them. */
    public static Map<String, Object> bounded(Map<String, Object> values) {
        return each(values, RecordedValues::plain);
    }

    private static Map<String, Object> each(Map<String, Object> values, UnaryOperator<Object> plain) {
        Map<String, Object> each = new LinkedHashMap<>();
        values.forEach((name, value) -> each.put(name, within(value, plain)));
        return each;
    }

    /** @param plain transforms a value that contains no others */
    private static Object within(Object value, UnaryOperator<Object> plain) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .limit(MOST_ELEMENTS)
                    .map(element -> within(element, plain))
                    .toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.entrySet().stream()
                    .limit(MOST_ELEMENTS)
                    .forEach(entry -> copy.put(String.valueOf(entry.getKey()), within(entry.getValue(), plain)));
            return copy;
        }
        return plain.apply(value);
    }

    /** Returns the names of the values that {@code kept} does not hold completely: shortened, or masked. */
    public static List<String> notKept(Map<String, Object> values, Map<String, Object> kept) {
        return values.entrySet().stream()
                .filter(value -> !same(value.getValue(), kept.get(value.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean same(Object value, Object kept) {
        if (value instanceof List<?> list) {
            if (!(kept instanceof List<?> others) || list.size() != others.size()) {
                return false;
            }
            Iterator<?> other = others.iterator();
            return list.stream().allMatch(element -> same(element, other.next()));
        }
        if (value instanceof Map<?, ?> map) {
            return kept instanceof Map<?, ?> others
                    && map.size() == others.size()
                    && map.entrySet().stream()
                            .allMatch(part -> same(part.getValue(), others.get(String.valueOf(part.getKey()))));
        }
        if (value instanceof UnavailableValue) {
            return false; // the journal has its description, not the value
        }
        return (value == null || isPlain(value))
                ? Objects.equals(value, kept)
                : String.valueOf(value).equals(kept);
    }

    private static Object plain(Object value) {
        if (value instanceof String text && text.length() > LONGEST_TEXT) {
            int half = LONGEST_TEXT / 2;
            return text.substring(0, half) + "\n… " + (text.length() - LONGEST_TEXT) + " characters left out …\n"
                    + text.substring(text.length() - half);
        }
        return (value == null || isPlain(value)) ? value : String.valueOf(value);
    }

    /** Returns whether a value is kept with its type. */
    private static boolean isPlain(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof Duration;
    }
}
