package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The pods of replica sets, each with its program in the {@link PodRuntime}. Used by the controller's thread. */
final class Pods {
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final ObjectStore store;
    private final PodRuntime runtime;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Set<String> started = new HashSet<>();

    Pods(ObjectStore store, PodRuntime runtime) {
        this.store = store;
        this.runtime = runtime;
    }

    List<ObjectNode> of(ObjectNode replicaSet) {
        String owner = replicaSet.at("/metadata/uid").asText();
        return store.list(ResourceType.POD).stream()
                .filter(pod ->
                        pod.at("/metadata/ownerReferences/0/uid").asText().equals(owner))
                .toList();
    }

    /** Starts or stops pods until the desired number runs, and records which of them are ready. */
    void scale(ObjectNode replicaSet, int wished) {
        List<ObjectNode> existing = of(replicaSet);
        for (int i = existing.size(); i < wished; i++) {
            add(replicaSet);
        }
        for (int i = existing.size(); i > wished; i--) {
            remove(existing.get(i - 1));
        }
        of(replicaSet).forEach(this::updateReadiness);
    }

    /** Ends the programs of deleted pods. */
    void dropOrphans() {
        Set<String> known = new HashSet<>();
        store.list(ResourceType.POD).forEach(pod -> known.add(name(pod)));
        started.stream().filter(pod -> !known.contains(pod)).toList().forEach(this::stop);
    }

    static boolean isReady(JsonNode pod) {
        return pod.at("/status/containerStatuses/0/ready").asBoolean();
    }

    private void add(ObjectNode replicaSet) {
        String name = replicaSet.at("/metadata/name").asText() + "-" + suffix();
        ObjectKey key = ObjectKey.of(ResourceType.POD, name);
        JsonNode template = replicaSet.at("/spec/template");
        ObjectNode pod = ResourceType.POD.named(key);
        ObjectNode metadata = pod.withObject("/metadata");
        metadata.set("labels", template.at("/metadata/labels").deepCopy());
        metadata.putArray("ownerReferences").add(ReplicaSets.owner(replicaSet));
        pod.set("spec", template.path("spec").deepCopy());
        Optional<InetSocketAddress> address = runtime.start(name, template);
        ObjectNode status = pod.putObject("status");
        if (address.isEmpty()) {
            status.put("phase", "Pending")
                    .put("reason", "Unschedulable")
                    .put("message", "no port is free for another pod");
        } else {
            started.add(name);
            status.put("phase", "Running").put("podIP", address.get().getHostString());
            pod.withObject("/metadata")
                    .withObject("/annotations")
                    .put(Cluster.PORT, Integer.toString(address.get().getPort()));
        }
        store.put(key, pod);
    }

    private void remove(ObjectNode pod) {
        stop(name(pod));
        store.remove(ObjectKey.of(ResourceType.POD, name(pod)));
    }

    private void stop(String pod) {
        runtime.stop(pod);
        started.remove(pod);
    }

    private void updateReadiness(ObjectNode pod) {
        boolean ready = runtime.ready(name(pod));
        if (isReady(pod) == ready && pod.at("/status").has("conditions")) {
            return;
        }
        store.edit(ObjectKey.of(ResourceType.POD, name(pod)), object -> {
            ObjectNode status = object.withObject("/status");
            status.putArray("conditions").addObject().put("type", "Ready").put("status", ready ? "True" : "False");
            ObjectNode container = status.putArray("containerStatuses").addObject();
            container.put("name", object.at("/spec/containers/0/name").asText());
            container.put("image", object.at("/spec/containers/0/image").asText());
            container.put("ready", ready).put("restartCount", ready ? 0 : 1);
            if (ready) {
                container.putObject("state").putObject("running");
            } else {
                container.putObject("state").putObject("waiting").put("reason", "CrashLoopBackOff");
            }
            return object;
        });
    }

    private String suffix() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            letters.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return letters.toString();
    }

    private static String name(ObjectNode pod) {
        return pod.at("/metadata/name").asText();
    }
}
