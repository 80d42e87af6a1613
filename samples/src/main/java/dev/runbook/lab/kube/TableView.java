package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Formats objects as the table that {@code kubectl get} prints: the server chooses the columns. */
final class TableView {
    private TableView() {}

    static ObjectNode of(ResourceType type, List<ObjectNode> objects) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata");
        ArrayNode columns = table.putArray("columnDefinitions");
        for (String name : columns(type)) {
            columns.addObject()
                    .put("name", name)
                    .put("type", "string")
                    .put("format", name.equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", 0);
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            cells(type, object).forEach(cells::add);
            row.putObject("object")
                    .put("kind", "PartialObjectMetadata")
                    .put("apiVersion", "meta.k8s.io/v1")
                    .set("metadata", object.path("metadata"));
        });
        return table;
    }

    private static List<String> columns(ResourceType type) {
        return switch (type) {
            case SERVICE -> List.of("Name", "Type", "Selector", "Age");
            case POD -> List.of("Name", "Ready", "Status", "Restarts", "Age");
            case CONFIG_MAP -> List.of("Name", "Data", "Age");
            case DEPLOYMENT -> List.of("Name", "Ready", "Up-to-date", "Available", "Image", "Age");
            case REPLICA_SET -> List.of("Name", "Desired", "Current", "Age");
        };
    }

    private static List<String> cells(ResourceType type, ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        String age = age(object);
        return switch (type) {
            case SERVICE ->
                List.of(name, object.at("/spec/type").asText("ClusterIP"), selector(object.at("/spec/selector")), age);
            case POD ->
                List.of(
                        name,
                        Pods.isReady(object) ? "1/1" : "0/1",
                        object.at("/status/containerStatuses/0/state/waiting/reason")
                                .asText(object.at("/status/phase").asText()),
                        number(object.at("/status/containerStatuses/0/restartCount")),
                        age);
            case CONFIG_MAP ->
                List.of(name, Integer.toString(object.path("data").size()), age);
            case DEPLOYMENT ->
                List.of(
                        name,
                        number(object.at("/status/readyReplicas")) + "/" + number(object.at("/spec/replicas")),
                        number(object.at("/status/updatedReplicas")),
                        number(object.at("/status/availableReplicas")),
                        object.at("/spec/template/spec/containers/0/image").asText(),
                        age);
            case REPLICA_SET ->
                List.of(name, number(object.at("/spec/replicas")), number(object.at("/status/replicas")), age);
        };
    }

    private static String number(JsonNode node) {
        return Integer.toString(node.asInt());
    }

    private static String selector(JsonNode selector) {
        return Labels.of(selector).wanted().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String age(ObjectNode object) {
        Duration age = Duration.between(
                Instant.parse(object.at("/metadata/creationTimestamp").asText()), Instant.now());
        return age.toMinutes() < 2
                ? age.toSeconds() + "s"
                : age.toHours() < 2 ? age.toMinutes() + "m" : age.toHours() + "h";
    }
}
