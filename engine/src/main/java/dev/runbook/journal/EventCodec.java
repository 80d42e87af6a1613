package dev.runbook.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Converts events to and from plain maps, component by component. A component that an older engine did not write reads
 * as missing (-1, empty, an enum's first constant); one that a newer engine wrote is ignored, and so is an event of an
 * unknown kind.
 */
final class EventCodec {
    private static final Map<String, Class<?>> KINDS = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private EventCodec() {}

    static Map<String, Object> toMap(Event event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("event", event.getClass().getSimpleName());
        components((Record) event).forEach(map::put);
        return map;
    }

    /** @throws JournalException when the map does not describe an event */
    static Event fromMap(Map<?, ?> map) {
        if (!(map.get("event") instanceof String name)) {
            throw new JournalException("it tells of no event");
        }
        Class<?> kind = KINDS.get(name);
        return kind == null ? new Event.Unfamiliar(name) : (Event) read(kind, FormatOneAdapter.current(map));
    }

    private static Map<String, Object> components(Record event) {
        RecordShape shape = RecordShape.of(event.getClass());
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < shape.size(); i++) {
            map.put(shape.name(i), plain(shape.get(i, event)));
        }
        return map;
    }

    private static Object plain(Object value) {
        if (value instanceof Record inner) {
            return components(inner);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(EventCodec::plain).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof Map<?, ?> ? TypedValues.tagged(value) : value;
    }

    private static Object read(Class<?> kind, Map<?, ?> map) {
        RecordShape shape = RecordShape.of(kind);
        Object[] values = new Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(shape, i, map.get(shape.name(i)));
        }
        return shape.make(values);
    }

    private static Object value(RecordShape shape, int index, Object read) {
        Class<?> type = shape.type(index);
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
            return constant(type, read);
        }
        if (type == Map.class) {
            return read instanceof Map<?, ?> map ? TypedValues.untagged(map) : Map.of();
        }
        if (type == List.class) {
            return read instanceof List<?> list ? elements(shape.element(index), list) : List.of();
        }
        return read(type, read instanceof Map<?, ?> map ? map : Map.of());
    }

    /** Returns the enum constant with that name; the first one if the name is missing or unknown. */
    private static Object constant(Class<?> type, Object read) {
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(one -> ((Enum<?>) one).name().equals(read))
                .findFirst()
                .orElse(constants[0]);
    }

    private static List<?> elements(Class<?> element, List<?> list) {
        return element.isRecord()
                ? list.stream().map(inner -> read(element, (Map<?, ?>) inner)).toList()
                : list;
    }
}
