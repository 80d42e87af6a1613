package dev.runbook.journal;

import dev.runbook.value.EnumWord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Converts records to and from plain maps, component by component: the one form in which programs read a run, in its
 * journal and in the output of the commands. An enum is its {@linkplain EnumWord word}; a missing number (-1), a missing
 * text (empty) and an empty optional value are null.
 *
 * <p>A component that an older engine did not write reads as missing (an enum as its first constant); one that a newer
 * engine wrote is ignored.
 */
public final class RecordMap {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private RecordMap() {}

    /** Returns the components of a record by name. */
    public static Map<String, Object> of(Record record) {
        RecordShape shape = RecordShape.of(record.getClass());
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < shape.size(); i++) {
            map.put(shape.name(i), component(shape.get(i, record)));
        }
        return map;
    }

    private static Object component(Object value) {
        boolean missing = (value instanceof Long number && number == -1)
                || (value instanceof Integer small && small == -1)
                || (value instanceof String text && text.isEmpty())
                || (value instanceof Optional<?> optional && optional.isEmpty());
        return missing ? null : plain(value);
    }

    private static Object plain(Object value) {
        if (value instanceof Record inner) {
            return of(inner);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecordMap::plain).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Enum<?> constant) {
            return EnumWord.of(constant);
        }
        if (value instanceof Optional<?> present) {
            return plain(present.get());
        }
        return value instanceof Map<?, ?> ? TypedValues.tagged(value) : value;
    }

    /**
     * Returns the record of that class that the map describes.
     *
     * @throws RuntimeException when a part of it is of a type that no engine writes
     */
    public static <T> T read(Class<T> kind, Map<?, ?> map) {
        RecordShape shape = RecordShape.of(kind);
        Object[] values = new Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(shape.type(i), shape.element(i), map.get(shape.name(i)));
            if (shape.isInstant(i) && !"".equals(values[i])) {
                instant(values[i]);
            }
        }
        return kind.cast(shape.make(values));
    }

    /**
     * Returns the instant of a text.
     *
     * @throws DateTimeException for another text, and for a time so far away that durations overflow
     */
    static Instant instant(Object text) {
        Instant instant = Instant.parse(String.valueOf(text));
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
            throw new DateTimeException("not the time of a run: " + instant);
        }
        return instant;
    }

    private static Object value(Class<?> type, Class<?> element, Object read) {
        if (type == long.class) {
            return read instanceof Number number ? number.longValue() : -1L;
        }
        if (type == int.class) {
            return read instanceof Number number ? number.intValue() : -1;
        }
        if (type == boolean.class) {
            return Boolean.TRUE.equals(read);
        }
        if (type == String.class) {
            return read == null ? "" : String.valueOf(read);
        }
        if (type.isEnum()) {
            return EnumWord.find(type, String.valueOf(read))
                    .map(Object.class::cast)
                    .orElse(type.getEnumConstants()[0]);
        }
        if (type == Map.class) {
            return read instanceof Map<?, ?> map ? entries(element, map) : Map.of();
        }
        if (type == List.class) {
            return read instanceof List<?> list ? elements(element, list) : List.of();
        }
        if (type == Optional.class) {
            return Optional.ofNullable(read).map(present -> value(element, Object.class, present));
        }
        return read(type, read instanceof Map<?, ?> map ? map : Map.of());
    }

    private static List<?> elements(Class<?> element, List<?> list) {
        return element.isRecord()
                ? list.stream().map(inner -> read(element, (Map<?, ?>) inner)).toList()
                : list.stream().map(element::cast).map(Objects::requireNonNull).toList();
    }

    private static Object entries(Class<?> element, Map<?, ?> map) {
        if (element == String.class) {
            map.values().forEach(text -> Objects.requireNonNull(element.cast(text)));
        }
        return TypedValues.untagged(map);
    }
}
