package dev.runbook.journal;

import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A request to stop a run: a note left in its folder for the engine process that executes it. */
public record AbortNote(String who, String why) {
    String text() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("who", who);
        map.put("why", why);
        return JsonWriter.write(map) + "\n";
    }

    static AbortNote of(String text) {
        Map<?, ?> map = JsonReader.read(text)
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .orElse(Map.of());
        return new AbortNote(
                word(map.get("who")).orElse("somebody"), word(map.get("why")).orElse(""));
    }

    private static Optional<String> word(Object value) {
        return Optional.ofNullable(value).map(String::valueOf);
    }
}
