package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of the server's OpenAPI documents that kubectl requests before {@code apply}: they say that the server
 * itself validates the fields of each kind, so that kubectl need not.
 */
final class OpenApi {
    private static final Map<String, String> DOCUMENTS = Map.of("api/v1", "v1", "apis/apps/v1", "apps/v1");

    private OpenApi() {}

    /** Returns the documents by path. */
    static Map<String, ObjectNode> documents() {
        Map<String, ObjectNode> documents = new TreeMap<>();
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        DOCUMENTS.forEach((name, apiVersion) -> {
            String path = "/openapi/v3/" + name;
            paths.putObject(name).put("serverRelativeURL", path);
            documents.put(path, document(name, apiVersion));
        });
        documents.put("/openapi/v3", index);
        return documents;
    }

    private static ObjectNode document(String name, String apiVersion) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.32.0");
        ObjectNode paths = document.putObject("paths");
        for (ResourceType type : ResourceType.values()) {
            if (type.apiVersion().equals(apiVersion)) {
                String path = "/" + name + "/namespaces/{namespace}/" + type.plural() + "/{name}";
                ObjectNode patch = paths.putObject(path).putObject("patch");
                patch.putArray("parameters")
                        .addObject()
                        .put("name", "fieldValidation")
                        .put("in", "query");
                List<String> parts = List.of(apiVersion.split("/"));
                patch.putObject("x-kubernetes-group-version-kind")
                        .put("group", parts.size() == 2 ? parts.get(0) : "")
                        .put("version", parts.get(parts.size() - 1))
                        .put("kind", type.kind());
            }
        }
        return document;
    }
}
