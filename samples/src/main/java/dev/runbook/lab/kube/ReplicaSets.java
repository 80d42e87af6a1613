package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.List;

/**
 * The replica sets of deployments: one for each template a deployment has had; the current one has the highest
 * revision.
 */
final class ReplicaSets {
    static final String REVISION = "deployment.kubernetes.io/revision";

    private final ObjectStore store;

    ReplicaSets(ObjectStore store) {
        this.store = store;
    }

    List<ObjectNode> of(ObjectNode deployment) {
        String owner = deployment.at("/metadata/uid").asText();
        return store.list(ResourceType.REPLICA_SET).stream()
                .filter(set ->
                        set.at("/metadata/ownerReferences/0/uid").asText().equals(owner))
                .toList();
    }

    /** Returns the replica set of the deployment's current template, created if there is none. */
    ObjectNode current(ObjectNode deployment) {
        String name = deployment.at("/metadata/name").asText();
        String hash = Integer.toHexString(deployment.at("/spec/template").hashCode());
        ObjectKey key = ObjectKey.of(ResourceType.REPLICA_SET, name + "-" + hash);
        int highest = of(deployment).stream()
                .mapToInt(set -> Integer.parseInt(revision(set)))
                .max()
                .orElse(0);
        ObjectNode existing = store.get(key).orElse(null);
        if (existing == null) {
            return store.put(key, made(deployment, key, highest + 1));
        }
        if (Integer.parseInt(revision(existing)) == highest) {
            return existing;
        }
        return store.edit(key, set -> {
                    set.withObject("/metadata").withObject("/annotations").put(REVISION, Integer.toString(highest + 1));
                    return set;
                })
                .orElse(existing);
    }

    String name(ObjectNode replicaSet) {
        return replicaSet.at("/metadata/name").asText();
    }

    String revision(ObjectNode replicaSet) {
        return replicaSet.at("/metadata/annotations").path(REVISION).asText("0");
    }

    /** Records the desired and the actual number of replicas. */
    void scaled(ObjectNode replicaSet, int wished, int running) {
        store.edit(ObjectKey.of(ResourceType.REPLICA_SET, name(replicaSet)), set -> {
            set.withObject("/spec").put("replicas", wished);
            set.withObject("/status").put("replicas", running);
            return set;
        });
    }

    private static ObjectNode made(ObjectNode deployment, ObjectKey key, int revision) {
        ObjectNode set = ResourceType.REPLICA_SET.named(key);
        ObjectNode metadata = set.withObject("/metadata");
        metadata.set("labels", deployment.at("/spec/template/metadata/labels").deepCopy());
        metadata.putObject("annotations").put(REVISION, Integer.toString(revision));
        metadata.putArray("ownerReferences").add(owner(deployment));
        ObjectNode spec = set.putObject("spec");
        spec.put("replicas", 0);
        spec.set("selector", deployment.at("/spec/selector").deepCopy());
        spec.set("template", deployment.at("/spec/template").deepCopy());
        return set;
    }

    /** Returns a reference to the owner of an object. */
    static ObjectNode owner(ObjectNode object) {
        return Json.object()
                .put("apiVersion", object.path("apiVersion").asText())
                .put("kind", object.path("kind").asText())
                .put("name", object.at("/metadata/name").asText())
                .put("uid", object.at("/metadata/uid").asText())
                .put("controller", true);
    }
}
