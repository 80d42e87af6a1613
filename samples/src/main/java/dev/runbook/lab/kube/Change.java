package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;

/** One write to the store, as reported to a watch. The object is immutable. */
record Change(Event event, ObjectKey key, ObjectNode object, long version) {
    enum Event {
        ADDED,
        MODIFIED,
        DELETED
    }

    ObjectNode asWatchEvent() {
        ObjectNode watched = Json.object().put("type", event.name());
        watched.set("object", object);
        return watched;
    }
}
