package dev.runbook.lab.sqlserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One committed transaction in the log.
 *
 * @param number its place in the log
 * @param at the time of the commit
 */
record LogRecord(long number, Instant at, List<Change> changes) {
    LogRecord {
        changes = List.copyOf(changes);
    }

    /** A statement that changed data, and the time that it saw. */
    record Change(Instant at, String sql) {}

    ObjectNode json() {
        ObjectNode json = Json.object().put("number", number).put("at", at.toString());
        ArrayNode statements = json.putArray("changes");
        changes.forEach(change ->
                statements.addObject().put("at", change.at().toString()).put("sql", change.sql()));
        return json;
    }

    static LogRecord read(JsonNode json) {
        List<Change> changes = new ArrayList<>();
        json.path("changes")
                .forEach(change -> changes.add(new Change(
                        Instant.parse(change.path("at").asText()),
                        change.path("sql").asText())));
        return new LogRecord(
                json.path("number").asLong(), Instant.parse(json.path("at").asText()), changes);
    }
}
