package dev.runbook.journal;

import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.UnknownRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Converts events to and from plain maps. An event of an unknown kind is read as {@link UnknownRecord}. */
final class EventCodec {
    /** The member with the kind of the event; a record of format 1 has {@link FormatOneAdapter#KIND} instead. */
    static final String KIND = "type";

    private static final Map<String, Class<?>> KINDS = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private EventCodec() {}

    static Map<String, Object> toMap(Event event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(KIND, event.getClass().getSimpleName());
        map.putAll(RecordMap.of((Record) event));
        return map;
    }

    /** @throws JournalException when the map does not describe an event */
    static Event fromMap(Map<?, ?> read) {
        Map<?, ?> map = FormatOneAdapter.isOne(read) ? FormatOneAdapter.current(read) : read;
        if (!(map.get(KIND) instanceof String name)) {
            throw new JournalException("it has no type");
        }
        Class<?> kind = KINDS.get(name);
        return kind == null ? new UnknownRecord(name) : (Event) RecordMap.read(kind, map);
    }
}
