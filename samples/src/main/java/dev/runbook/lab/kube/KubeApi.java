package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The API server: discovery, and the verbs of {@code kubectl} on the objects of one cluster. Thread-safe. */
final class KubeApi {
    private final ObjectStore store;
    private final Discovery discovery = new Discovery();
    private volatile boolean refusing;

    KubeApi(ObjectStore store) {
        this.store = store;
    }

    /** While true, every request is answered with 503, like a control plane that is down. */
    void refuse(boolean all) {
        refusing = all;
    }

    Reply answer(Request request) throws IOException, InterruptedException {
        try {
            if (refusing) {
                throw KubeError.unavailable("the control plane is not available");
            }
            ObjectNode document = discovery.document(request.path()).orElse(null);
            return document != null ? Reply.json(document) : route(request);
        } catch (KubeError refused) {
            return refused.reply();
        } catch (IllegalArgumentException mistaken) {
            return KubeError.badRequest(mistaken.getMessage()).reply();
        }
    }

    private Reply route(Request request) throws IOException, InterruptedException {
        ApiPath path = ApiPath.of(request.segments());
        if (path.name().isEmpty()) {
            return switch (request.method()) {
                case "GET" -> request.query().containsKey("watch") ? watch(path, request) : list(path, request);
                case "POST" -> create(path, request);
                default -> throw KubeError.method(request.method());
            };
        }
        ObjectKey key = path.key();
        ObjectNode current = store.get(key).orElseThrow(() -> KubeError.notFound(key));
        if (path.scale()) {
            return scale(key, current, request);
        }
        return switch (request.method()) {
            case "GET" -> Reply.json(asTable(request) ? TableView.of(path.type(), List.of(current)) : current);
            case "PUT" -> replace(key, current, request);
            case "PATCH" -> patch(key, request);
            case "DELETE" -> delete(key);
            default -> throw KubeError.method(request.method());
        };
    }

    private Reply list(ApiPath path, Request request) {
        List<ObjectNode> found =
                store.list(path.type()).stream().filter(selected(path, request)).toList();
        if (asTable(request)) {
            return Reply.json(TableView.of(path.type(), found));
        }
        ObjectNode list = Json.object()
                .put("kind", path.type().kind() + "List")
                .put("apiVersion", path.type().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        ArrayNode items = list.putArray("items");
        found.forEach(items::add);
        return Reply.json(list);
    }

    private static boolean asTable(Request request) {
        return request.header("Accept").orElse("").contains("as=Table");
    }

    private Reply watch(ApiPath path, Request request) {
        String since = request.query().getOrDefault("resourceVersion", "");
        long after = since.isEmpty() || since.equals("0") ? store.version() : Long.parseLong(since);
        return Reply.jsonStream(new WatchStream(store, path.type(), selected(path, request), after));
    }

    private static Predicate<ObjectNode> selected(ApiPath path, Request request) {
        Map<String, String> query = request.query();
        Labels labels = Labels.parse(query.getOrDefault("labelSelector", ""));
        String field = query.getOrDefault("fieldSelector", "");
        String name = field.startsWith("metadata.name=") ? field.substring("metadata.name=".length()) : "";
        return object -> labels.match(object)
                && (name.isEmpty() || name.equals(object.at("/metadata/name").asText()))
                && (path.namespace().isEmpty()
                        || path.namespace()
                                .equals(object.at("/metadata/namespace").asText()));
    }

    private Reply create(ApiPath path, Request request) throws IOException {
        ObjectNode object = object(request);
        object.put("kind", path.type().kind()).put("apiVersion", path.type().apiVersion());
        String namespace = path.namespace().isEmpty() ? ObjectKey.DEFAULT_NAMESPACE : path.namespace();
        object.withObject("/metadata").put("namespace", namespace);
        ObjectKey key = new ObjectKey(
                path.type(), namespace, object.at("/metadata/name").asText());
        if (key.name().isEmpty()) {
            throw KubeError.badRequest("the object has no metadata.name");
        }
        if (store.get(key).isPresent()) {
            throw KubeError.alreadyExists(key);
        }
        return Reply.json(201, store.put(key, object));
    }

    private Reply replace(ObjectKey key, ObjectNode current, Request request) throws IOException {
        ObjectNode object = object(request);
        String expected = object.at("/metadata/resourceVersion").asText();
        if (!expected.isEmpty()
                && !expected.equals(current.at("/metadata/resourceVersion").asText())) {
            throw KubeError.conflict(key);
        }
        return Reply.json(store.put(key, object));
    }

    private Reply patch(ObjectKey key, Request request) throws IOException {
        String contentType = request.header("Content-Type").orElse("");
        var patch = request.json();
        ObjectNode patched = store.edit(key, object -> Patch.apply(contentType, object, patch))
                .orElseThrow(() -> KubeError.notFound(key));
        return Reply.json(patched);
    }

    private Reply delete(ObjectKey key) {
        store.remove(key);
        return Reply.json(
                Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success"));
    }

    private Reply scale(ObjectKey key, ObjectNode current, Request request) throws IOException {
        ObjectNode scaled = current;
        if (!request.method().equals("GET")) {
            int replicas = request.json().at("/spec/replicas").asInt();
            if (replicas < 0) {
                throw KubeError.badRequest("replicas must not be negative");
            }
            scaled = store.edit(key, object -> {
                        object.withObject("/spec").put("replicas", replicas);
                        return object;
                    })
                    .orElseThrow(() -> KubeError.notFound(key));
        }
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        scale.set("metadata", scaled.get("metadata"));
        scale.putObject("spec").put("replicas", scaled.at("/spec/replicas").asInt(1));
        scale.putObject("status").put("replicas", scaled.at("/status/replicas").asInt(0));
        return Reply.json(scale);
    }

    private static ObjectNode object(Request request) throws IOException {
        if (request.json() instanceof ObjectNode object) {
            return object;
        }
        throw KubeError.badRequest("the body is not a JSON object");
    }

    /**
     * The parsed path {@code /apis/apps/v1/namespaces/default/deployments/erpgo-api-blue/scale}; empty texts for
     * missing parts.
     */
    private record ApiPath(ResourceType type, String namespace, String name, boolean scale) {
        static ApiPath of(List<String> segments) {
            boolean core = segments.size() > 1 && segments.get(0).equals("api");
            boolean group = segments.size() > 2 && segments.get(0).equals("apis");
            if (!core && !group) {
                throw KubeError.notFound("/" + String.join("/", segments));
            }
            String apiVersion = core ? segments.get(1) : segments.get(1) + "/" + segments.get(2);
            List<String> rest = segments.subList(core ? 2 : 3, segments.size());
            String namespace = "";
            if (rest.size() > 2 && rest.get(0).equals("namespaces")) {
                namespace = rest.get(1);
                rest = rest.subList(2, rest.size());
            }
            String plural = rest.isEmpty() ? "" : rest.get(0);
            ResourceType type = ResourceType.find(apiVersion, plural)
                    .orElseThrow(() -> KubeError.notFound("/" + String.join("/", segments)));
            return new ApiPath(
                    type,
                    namespace,
                    rest.size() > 1 ? rest.get(1) : "",
                    rest.size() > 2 && rest.get(2).equals("scale"));
        }

        ObjectKey key() {
            return new ObjectKey(type, namespace, name);
        }
    }
}
