package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.EngineException;
import dev.runbook.lab.http.LabServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The lab's Kubernetes: its API server, its objects and the controller that reconciles them. Thread-safe. */
public final class Cluster implements AutoCloseable {
    static final String PORT = "runbook.lab/port";

    private final ObjectStore store = new ObjectStore();
    private final KubeApi api = new KubeApi(store);
    private final DeploymentController controller;
    private final LabServer server;

    private Cluster(InetSocketAddress at, PodRuntime runtime) {
        this.controller = new DeploymentController(store, runtime);
        this.server = LabServer.open("Kubernetes API", at, api::answer);
    }

    public static Cluster start(InetSocketAddress at, PodRuntime runtime) {
        Cluster cluster = new Cluster(at, runtime);
        cluster.controller.start();
        return cluster;
    }

    /** A pod that can receive requests. */
    public record Endpoint(String pod, Map<String, String> labels, InetSocketAddress address) {
        public Endpoint {
            labels = Map.copyOf(labels);
        }
    }

    /** Stores an object like {@code kubectl apply}. */
    public void apply(ResourceType type, ObjectNode object) {
        store.put(ObjectKey.of(type, object.at("/metadata/name").asText()), object);
    }

    /** Sets the desired replicas of a deployment, like {@code kubectl scale}. */
    public void scale(String deployment, int replicas) {
        store.edit(ObjectKey.of(ResourceType.DEPLOYMENT, deployment), object -> {
            object.withObject("/spec").put("replicas", replicas);
            return object;
        });
    }

    public Optional<ObjectNode> service(String name) {
        return store.get(ObjectKey.of(ResourceType.SERVICE, name));
    }

    public Optional<ObjectNode> deployment(String name) {
        return store.get(ObjectKey.of(ResourceType.DEPLOYMENT, name));
    }

    public Optional<ObjectNode> configMap(String name) {
        return store.get(ObjectKey.of(ResourceType.CONFIG_MAP, name));
    }

    /** Restarts the pods of every deployment, like {@code kubectl rollout restart}. */
    public void restart() {
        String now = Instant.now().toString();
        for (ObjectNode deployment : store.list(ResourceType.DEPLOYMENT)) {
            store.edit(
                    ObjectKey.of(
                            ResourceType.DEPLOYMENT,
                            deployment.at("/metadata/name").asText()),
                    object -> {
                        object.withObject("/spec/template/metadata/annotations")
                                .put("kubectl.kubernetes.io/restartedAt", now);
                        return object;
                    });
        }
    }

    /**
     * Waits until every deployment has its desired replicas.
     *
     * @throws EngineException when that exceeds the time limit
     */
    public void awaitRollouts(Duration longest) {
        CountDownLatch done = new CountDownLatch(1);
        ObjectStore.Watch watch = store.watch(store.version(), change -> {
            if (rolledOut()) {
                done.countDown();
            }
        });
        try {
            if (!rolledOut() && !done.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EngineException("the lab's pods were not ready within " + longest.toSeconds() + " s");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while the lab's pods were starting", closing);
        } finally {
            watch.close();
        }
    }

    private boolean rolledOut() {
        return store.list(ResourceType.DEPLOYMENT).stream()
                .allMatch(deployment -> deployment.at("/status/readyReplicas").asInt()
                        == deployment.at("/spec/replicas").asInt(1));
    }

    /** Returns the ready pods that have all of the selector's labels. */
    public List<Endpoint> endpoints(JsonNode selector) {
        Labels wanted = Labels.of(selector);
        return store.list(ResourceType.POD).stream()
                .filter(pod -> wanted.match(pod) && Pods.isReady(pod))
                .map(Cluster::endpoint)
                .toList();
    }

    /** Checks the readiness of every pod again. */
    public void podsChanged() {
        controller.wake();
    }

    /** While true, rollouts hang: desired state is stored, but not reconciled. */
    public void stuck(boolean now) {
        controller.stuck(now);
    }

    /** While true, the API server answers every request with 503. */
    public void refuse(boolean all) {
        api.refuse(all);
    }

    private static Endpoint endpoint(ObjectNode pod) {
        int port = pod.at("/metadata/annotations").path(PORT).asInt();
        return new Endpoint(
                pod.at("/metadata/name").asText(),
                Labels.of(pod.at("/metadata/labels")).wanted(),
                new InetSocketAddress(pod.at("/status/podIP").asText(), port));
    }

    @Override
    public void close() {
        server.close();
        controller.close();
    }
}
