package dev.runbook.lab.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.ObjectKey;
import dev.runbook.lab.kube.ResourceType;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** {@code kubectl rollout}: waits for a deployment, restarts it, or rolls it back to an earlier template. */
final class Rollout {
    private static final long LOOK_EVERY_MILLIS = 100;

    private final KubeClient client;
    private final ObjectKey deployment;
    private final PrintStream out;

    /**
     * @param out receives what it waits for, line by line
     */
    Rollout(KubeClient client, ObjectKey deployment, PrintStream out) {
        this.client = client;
        this.deployment = deployment;
        this.out = out;
    }

    /** Waits until every desired replica is ready; prints what it waits for whenever that changes. */
    String status(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        String reported = "";
        while (true) {
            String waiting = waitingFor(client.get(deployment));
            if (waiting.isEmpty()) {
                return "deployment \"" + deployment.name() + "\" successfully rolled out";
            }
            if (!waiting.equals(reported)) {
                out.println(waiting);
                reported = waiting;
            }
            if (System.nanoTime() >= end) {
                throw new KubectlException("error: timed out waiting for the condition");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static String waitingFor(JsonNode deployment) {
        int wished = deployment.at("/spec/replicas").asInt(1);
        int updated = deployment.at("/status/updatedReplicas").asInt();
        int available = deployment.at("/status/availableReplicas").asInt();
        String name = deployment.at("/metadata/name").asText();
        if (deployment.at("/status/observedGeneration").asLong()
                < deployment.at("/metadata/generation").asLong()) {
            return "Waiting for deployment spec update to be observed...";
        }
        if (updated < wished) {
            return "Waiting for deployment \"%s\" rollout to finish: %d out of %d new replicas have been updated..."
                    .formatted(name, updated, wished);
        }
        return available < wished
                ? "Waiting for deployment \"%s\" rollout to finish: %d of %d updated replicas are available..."
                        .formatted(name, available, wished)
                : "";
    }

    String restart() {
        ObjectNode patch = Json.object();
        patch.withObject("/spec/template/metadata/annotations")
                .put("kubectl.kubernetes.io/restartedAt", Instant.now().toString());
        client.patch(deployment, "strategic", patch);
        return "deployment.apps/" + deployment.name() + " restarted";
    }

    /**
     * @param revision to roll back to; 0 for the one before the current
     */
    String undo(int revision) {
        List<JsonNode> earlier = StreamSupport.stream(
                        client.list(ResourceType.REPLICA_SET, deployment.namespace(), "")
                                .path("items")
                                .spliterator(),
                        false)
                .filter(set ->
                        set.at("/metadata/ownerReferences/0/name").asText().equals(deployment.name()))
                .sorted(Comparator.comparingInt(Rollout::revision).reversed())
                .skip(1)
                .filter(set -> revision == 0 || revision(set) == revision)
                .toList();
        if (earlier.isEmpty()) {
            throw new KubectlException("error: no rollout history found for deployment \"" + deployment.name() + "\"");
        }
        var patch = Json.object().arrayNode();
        patch.addObject()
                .put("op", "replace")
                .put("path", "/spec/template")
                .set("value", earlier.get(0).at("/spec/template"));
        client.patch(deployment, "json", patch);
        return "deployment.apps/" + deployment.name() + " rolled back";
    }

    private static int revision(JsonNode replicaSet) {
        return replicaSet
                .at("/metadata/annotations/deployment.kubernetes.io~1revision")
                .asInt();
    }
}
