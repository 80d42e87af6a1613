package dev.runbook.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.PortTakenException;
import dev.runbook.lab.kube.PodRuntime;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * Runs the programs in the pods: an API server each, on a port of its deployment's range. A behaviour set for a
 * deployment applies to all of its pods. Thread-safe.
 */
public final class ErpgoPods implements PodRuntime, AutoCloseable {
    /** The number of ports for a deployment's pods. */
    public static final int PORTS_A_DEPLOYMENT = 20;

    private final String address;
    private final ToIntFunction<String> firstPort;
    private final ErpgoDatabase database;
    private final BooleanSupplier configured;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();

    /**
     * @param firstPort the first port of a deployment's range, by its version label
     * @param configured whether a pod that starts now can work with its configuration
     */
    public ErpgoPods(
            String address, ToIntFunction<String> firstPort, ErpgoDatabase database, BooleanSupplier configured) {
        this.address = address;
        this.firstPort = firstPort;
        this.database = database;
        this.configured = configured;
    }

    /**
     * @param configured false if its configuration was unusable when it started
     * @param server empty while the program has crashed
     */
    private record Pod(String deployment, String version, int port, boolean configured, Optional<LabServer> server) {

        Pod withServer(Optional<LabServer> other) {
            return new Pod(deployment, version, port, configured, other);
        }
    }

    @Override
    public synchronized Optional<InetSocketAddress> start(String name, JsonNode template) {
        String deployment = template.at("/metadata/labels/version").asText();
        String image = template.at("/spec/containers/0/image").asText();
        String version = image.substring(image.lastIndexOf(':') + 1);
        int first = firstPort.applyAsInt(deployment);
        for (int port = first; port < first + PORTS_A_DEPLOYMENT; port++) {
            if (free(port)) {
                try {
                    pods.put(
                            name, run(new Pod(deployment, version, port, configured.getAsBoolean(), Optional.empty())));
                    return Optional.of(new InetSocketAddress(address, port));
                } catch (PortTakenException another) {
                    // A program outside the lab uses it; try the next one.
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void stop(String name) {
        Pod pod = pods.remove(name);
        if (pod != null) {
            pod.server().ifPresent(LabServer::close);
        }
    }

    @Override
    public boolean ready(String name) {
        Pod pod = pods.get(name);
        return pod != null && pod.server().isPresent();
    }

    /** Sets the behaviour of all pods of a deployment from now on. */
    public synchronized void behave(String deployment, Behaviour behaviour) {
        behaviours.put(deployment, behaviour);
        pods.replaceAll((name, pod) -> {
            if (!pod.deployment().equals(deployment)) {
                return pod;
            }
            if (behaviour == Behaviour.CRASHED) {
                pod.server().ifPresent(LabServer::close);
                return pod.withServer(Optional.empty());
            }
            return pod.server().isPresent() ? pod : run(pod);
        });
    }

    public Behaviour behaviour(String deployment) {
        return behaviours.getOrDefault(deployment, Behaviour.HEALTHY);
    }

    private Pod run(Pod pod) {
        if (behaviour(pod.deployment()) == Behaviour.CRASHED) {
            return pod;
        }
        ErpgoApi api = new ErpgoApi(pod.deployment(), pod.version(), database, () -> behaviour(pod));
        LabServer server = LabServer.open(
                "erpgo-api-" + pod.deployment(), new InetSocketAddress(address, pod.port()), api::answer);
        return pod.withServer(Optional.of(server));
    }

    private Behaviour behaviour(Pod pod) {
        return pod.configured() ? behaviour(pod.deployment()) : Behaviour.FAILING;
    }

    private boolean free(int port) {
        return pods.values().stream().noneMatch(pod -> pod.port() == port);
    }

    @Override
    public synchronized void close() {
        pods.values().forEach(pod -> pod.server().ifPresent(LabServer::close));
        pods.clear();
    }
}
