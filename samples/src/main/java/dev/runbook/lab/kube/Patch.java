package dev.runbook.lab.kube;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies Kubernetes patches to an object: merge patch, strategic merge patch, JSON patch. */
final class Patch {
    /** Fields that identify the members of a list in a strategic merge. */
    private static final List<String> MERGE_KEYS = List.of("name", "containerPort", "port", "mountPath");

    private Patch() {}

    /** @throws IllegalArgumentException with what is wrong with the patch */
    static ObjectNode apply(String contentType, ObjectNode object, JsonNode patch) {
        if (contentType.startsWith("application/json-patch+json")) {
            return json(object, patch);
        }
        boolean strategic = contentType.startsWith("application/strategic-merge-patch+json")
                || contentType.startsWith("application/apply-patch");
        if (!patch.isObject()) {
            throw new IllegalArgumentException("the patch is not a JSON object");
        }
        return merge(object, (ObjectNode) patch, strategic);
    }

    private static ObjectNode merge(JsonNode current, ObjectNode patch, boolean strategic) {
        ObjectNode merged = current.isObject() ? (ObjectNode) current.deepCopy() : Json.object();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.startsWith("$")) {
                continue;
            }
            if (value.isNull()) {
                merged.remove(name);
            } else if (value.isObject() && replaces(value)) {
                ObjectNode replacement = value.deepCopy();
                replacement.remove("$patch");
                merged.set(name, replacement);
            } else if (value.isObject()) {
                merged.set(name, merge(merged.path(name), (ObjectNode) value, strategic));
            } else if (strategic
                    && value.isArray()
                    && merged.path(name).isArray()
                    && mergeKey(value).isPresent()) {
                merged.set(
                        name,
                        mergeList(
                                (ArrayNode) merged.get(name),
                                value,
                                mergeKey(value).get()));
            } else {
                merged.set(name, value);
            }
        }
        return merged;
    }

    private static boolean replaces(JsonNode value) {
        return value.path("$patch").asText().equals("replace");
    }

    private static Optional<String> mergeKey(JsonNode list) {
        return MERGE_KEYS.stream().filter(key -> list.path(0).has(key)).findFirst();
    }

    private static ArrayNode mergeList(ArrayNode current, JsonNode patch, String key) {
        ArrayNode merged = current.deepCopy();
        for (JsonNode member : patch) {
            int at = -1;
            for (int i = 0; i < merged.size(); i++) {
                if (merged.get(i).path(key).equals(member.path(key))) {
                    at = i;
                }
            }
            if (at < 0) {
                merged.add(member);
            } else if (member.path("$patch").asText().equals("delete")) {
                merged.remove(at);
            } else {
                merged.set(at, merge(merged.get(at), (ObjectNode) member, true));
            }
        }
        return merged;
    }

    private static ObjectNode json(ObjectNode object, JsonNode operations) {
        ObjectNode patched = object.deepCopy();
        for (JsonNode operation : operations) {
            JsonPointer path = JsonPointer.compile(operation.path("path").asText());
            JsonNode parent = patched.at(path.head());
            String field = path.last().getMatchingProperty();
            String op = operation.path("op").asText();
            if (!(parent instanceof ContainerNode)) {
                throw new IllegalArgumentException("the path " + path + " does not exist");
            }
            switch (op) {
                case "add", "replace" -> set(parent, field, operation.path("value"), op.equals("replace"));
                case "remove" -> remove(parent, field, path);
                case "test" -> {
                    if (!patched.at(path).equals(operation.path("value"))) {
                        throw new IllegalArgumentException("testing path " + path + " failed");
                    }
                }
                default -> throw new IllegalArgumentException("the operation '" + op + "' is not supported here");
            }
        }
        return patched;
    }

    private static void set(JsonNode parent, String field, JsonNode value, boolean replace) {
        if (parent instanceof ObjectNode object) {
            object.set(field, value);
        } else if (parent instanceof ArrayNode list && field.equals("-")) {
            list.add(value);
        } else if (parent instanceof ArrayNode list && replace) {
            list.set(Integer.parseInt(field), value);
        } else if (parent instanceof ArrayNode list) {
            list.insert(Integer.parseInt(field), value);
        }
    }

    private static void remove(JsonNode parent, String field, JsonPointer path) {
        boolean found = parent instanceof ObjectNode object
                ? object.remove(field) != null
                : ((ArrayNode) parent).remove(Integer.parseInt(field)) != null;
        if (!found) {
            throw new IllegalArgumentException("the path " + path + " does not exist");
        }
    }
}
