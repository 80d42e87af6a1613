package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reconciles the cluster with its deployments: a replica set for each template, pods for each replica set, and a status
 * with the progress. Runs on one thread, woken by every change.
 */
final class DeploymentController implements AutoCloseable {
    private final ObjectStore store;
    private final ReplicaSets replicaSets;
    private final Pods pods;
    private final BlockingQueue<Boolean> wakeUps = new LinkedBlockingQueue<>(1);
    private final Thread thread = new Thread(this::run, "deployment controller");
    private volatile boolean stuck;

    DeploymentController(ObjectStore store, PodRuntime runtime) {
        this.store = store;
        this.replicaSets = new ReplicaSets(store);
        this.pods = new Pods(store, runtime);
        thread.setDaemon(true);
    }

    void start() {
        store.watch(store.version(), change -> wake());
        thread.start();
        wake();
    }

    /** Schedules a reconciliation. */
    void wake() {
        wakeUps.offer(true);
    }

    /** While true, nothing is reconciled: rollouts hang, as with a controller that is down. */
    void stuck(boolean now) {
        stuck = now;
        wake();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                wakeUps.take();
                if (!stuck) {
                    store.list(ResourceType.DEPLOYMENT).forEach(this::reconcile);
                    pods.dropOrphans();
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile(ObjectNode deployment) {
        int wished = deployment.at("/spec/replicas").asInt(1);
        ObjectNode current = replicaSets.current(deployment);
        pods.scale(current, wished);
        List<ObjectNode> all = replicaSets.of(deployment);
        for (ObjectNode replicaSet : all) {
            boolean old = !replicaSets.name(replicaSet).equals(replicaSets.name(current));
            if (old) {
                pods.scale(replicaSet, 0);
            }
            replicaSets.scaled(replicaSet, old ? 0 : wished, pods.of(replicaSet).size());
        }
        int ready = (int) pods.of(current).stream().filter(Pods::isReady).count();
        updateStatus(deployment, wished, pods.of(current).size(), ready, current);
    }

    private void updateStatus(ObjectNode deployment, int wished, int running, int ready, ObjectNode current) {
        String name = deployment.at("/metadata/name").asText();
        long generation = deployment.at("/metadata/generation").asLong();
        ObjectNode status = Json.object()
                .put("observedGeneration", generation)
                .put("replicas", running)
                .put("updatedReplicas", running)
                .put("readyReplicas", ready)
                .put("availableReplicas", ready);
        if (ready < wished) {
            status.put("unavailableReplicas", wished - ready);
        }
        boolean available = ready >= wished;
        status.putArray("conditions")
                .add(condition(
                        "Available", available, available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable"))
                .add(condition("Progressing", true, available ? "NewReplicaSetAvailable" : "ReplicaSetUpdated"));
        store.edit(ObjectKey.of(ResourceType.DEPLOYMENT, name), object -> {
            boolean changedMeanwhile = object.at("/metadata/generation").asLong() != generation;
            if (!changedMeanwhile) {
                object.set("status", status);
                object.withObject("/metadata")
                        .withObject("/annotations")
                        .put(ReplicaSets.REVISION, replicaSets.revision(current));
            }
            return object;
        });
    }

    private static ObjectNode condition(String type, boolean holds, String reason) {
        return Json.object()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .put("reason", reason);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
