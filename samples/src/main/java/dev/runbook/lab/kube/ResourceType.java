package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of objects that the API server stores. */
public enum ResourceType {
    SERVICE("v1", "services", "Service", "svc"),
    POD("v1", "pods", "Pod", "po"),
    CONFIG_MAP("v1", "configmaps", "ConfigMap", "cm"),
    DEPLOYMENT("apps/v1", "deployments", "Deployment", "deploy"),
    REPLICA_SET("apps/v1", "replicasets", "ReplicaSet", "rs");

    private final String apiVersion;
    private final String plural;
    private final String kind;
    private final String shortName;

    ResourceType(String apiVersion, String plural, String kind, String shortName) {
        this.apiVersion = apiVersion;
        this.plural = plural;
        this.kind = kind;
        this.shortName = shortName;
    }

    public String apiVersion() {
        return apiVersion;
    }

    public String plural() {
        return plural;
    }

    public String kind() {
        return kind;
    }

    public String shortName() {
        return shortName;
    }

    /** Creates an object of this kind with its name and namespace. */
    public ObjectNode named(ObjectKey key) {
        ObjectNode object = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        return object;
    }

    static Optional<ResourceType> find(String apiVersion, String plural) {
        return Stream.of(values())
                .filter(type -> type.apiVersion.equals(apiVersion) && type.plural.equals(plural))
                .findFirst();
    }

    /** Finds a kind by its plural, its singular or its short name. */
    public static Optional<ResourceType> called(String word) {
        String name = word.toLowerCase(java.util.Locale.ROOT);
        return Stream.of(values())
                .filter(type -> name.equals(type.plural)
                        || name.equals(type.shortName)
                        || name.equals(type.kind.toLowerCase(java.util.Locale.ROOT))
                        || name.equals(type.plural + "." + type.apiVersion.replace("/v1", "")))
                .findFirst();
    }
}
