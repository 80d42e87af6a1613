package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The server's description of itself: its version, API groups and kinds of objects. */
final class Discovery {
    private static final List<String> VERBS = List.of("create", "delete", "get", "list", "patch", "update", "watch");

    private final Map<String, ObjectNode> documents = Map.of(
            "/version", version(),
            "/api", coreVersions(),
            "/apis", groups(),
            "/api/v1", resources("v1"),
            "/apis/apps/v1", resources("apps/v1"));

    private final Map<String, ObjectNode> openApi = OpenApi.documents();

    Optional<ObjectNode> document(String path) {
        return Optional.ofNullable(documents.getOrDefault(path, openApi.get(path)));
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "32")
                .put("gitVersion", "v1.32.0")
                .put("platform", "runbook/lab");
    }

    private static ObjectNode coreVersions() {
        ObjectNode document = Json.object().put("kind", "APIVersions");
        document.putArray("versions").add("v1");
        return document;
    }

    private static ObjectNode groups() {
        ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ObjectNode apps = document.putArray("groups").addObject().put("name", "apps");
        apps.putArray("versions").addObject().put("groupVersion", "apps/v1").put("version", "v1");
        apps.putObject("preferredVersion").put("groupVersion", "apps/v1").put("version", "v1");
        return document;
    }

    private static ObjectNode resources(String apiVersion) {
        ObjectNode document = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", apiVersion);
        ArrayNode resources = document.putArray("resources");
        for (ResourceType type : ResourceType.values()) {
            if (type.apiVersion().equals(apiVersion)) {
                ObjectNode resource = resource(resources, type.plural(), type.kind(), VERBS);
                resource.put("singularName", type.kind().toLowerCase(Locale.ROOT));
                resource.putArray("shortNames").add(type.shortName());
            }
            if (type == ResourceType.DEPLOYMENT && type.apiVersion().equals(apiVersion)) {
                resource(resources, "deployments/scale", "Scale", List.of("get", "patch", "update"))
                        .put("singularName", "")
                        .put("group", "autoscaling")
                        .put("version", "v1");
            }
        }
        return document;
    }

    private static ObjectNode resource(ArrayNode resources, String name, String kind, List<String> verbs) {
        ObjectNode resource =
                resources.addObject().put("name", name).put("namespaced", true).put("kind", kind);
        ArrayNode listed = resource.putArray("verbs");
        verbs.forEach(listed::add);
        return resource;
    }
}
