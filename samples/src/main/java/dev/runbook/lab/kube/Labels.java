package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Labels that an object must have. */
record Labels(Map<String, String> wanted) {
    Labels {
        wanted = Map.copyOf(wanted);
    }

    /** Parses a selector in JSON: {@code {"app": "erpgo-api", "version": "blue"}}. */
    static Labels of(JsonNode selector) {
        Map<String, String> wanted = new HashMap<>();
        selector.properties()
                .forEach(label -> wanted.put(label.getKey(), label.getValue().asText()));
        return new Labels(wanted);
    }

    /** Parses a selector in a query parameter: {@code app=erpgo-api,version=blue}. */
    static Labels parse(String selector) {
        Map<String, String> wanted = new HashMap<>();
        for (String part : selector.split(",")) {
            String[] label = part.split("==?", 2);
            if (label.length == 2) {
                wanted.put(label[0].strip(), label[1].strip());
            }
        }
        return new Labels(wanted);
    }

    boolean match(JsonNode object) {
        JsonNode labels = object.at("/metadata/labels");
        return wanted.entrySet().stream()
                .allMatch(label -> labels.path(label.getKey()).asText().equals(label.getValue()));
    }
}
