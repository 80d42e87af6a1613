package dev.runbook.lab.smartstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.api.Behaviour;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kube.PodRuntime;
import dev.runbook.lab.kube.ResourceType;
import dev.runbook.lab.kubectl.KubectlAccess;
import dev.runbook.lab.ssh.SshHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where the legacy platform runs: its infrastructure in Kubernetes, and the host {@code app} on which its containers
 * are started. The host's {@code docker} and {@code docker-compose} are scripts that keep what exists in files; the
 * platform listens while its container does. Thread-safe.
 */
final class LegacySite implements AutoCloseable {
    static final String USER = "deploy";

    private static final String DEPLOYMENT = "smartstore-legacy";
    private static final int REPLICAS = 2;
    private static final long LOOK_MILLIS = 300;
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: smartstore-legacy
              labels: {app: smartstore-legacy}
            spec:
              replicas: 2
              selector:
                matchLabels: {app: smartstore-legacy}
              template:
                metadata:
                  labels: {app: smartstore-legacy}
                spec:
                  containers:
                  - {name: infrastructure, image: "smartstore/legacy-infrastructure:stable"}
            """;
    private static final String DOCKER = """
            #!/bin/sh
            # The lab's stand-in for docker: what SmartStore's plan uses of it.
            [ "$1" = pull ] && [ -n "$2" ] || { echo "docker: '$*' is not in this stand-in; it has: pull" >&2; exit 1; }
            mkdir -p "$HOME/images" && : >"$HOME/images/$2" && echo "Status: Downloaded newer image for $2"
            """;
    private static final String COMPOSE = """
            #!/bin/sh
            # The lab's stand-in for docker-compose: what SmartStore's plan uses of it.
            [ "$1 $3 $4" = '-f up -d' ] || { echo "docker-compose: '$*' is not in this stand-in; it has: -f FILE up -d" >&2; exit 1; }
            [ -f "$2" ] || { echo "no such file: $2" >&2; exit 1; }
            [ -f "$HOME/images/smartstore:legacy-stable" ] || { echo 'pull access denied for smartstore:legacy-stable' >&2; exit 1; }
            mkdir -p "$HOME/containers" && : >"$HOME/containers/legacy" && echo 'Container legacy  Started'
            """;

    private final Path disk;
    private final Platform legacy;
    private final Cluster cluster;
    private final SshHost host;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "containers");
        thread.setDaemon(true);
        return thread;
    });
    private boolean listening = true;

    private LegacySite(Path disk, Platform legacy, Cluster cluster, SshHost host) {
        this.disk = disk;
        this.legacy = legacy;
        this.cluster = cluster;
        this.host = host;
    }

    /** Starts with the infrastructure applied and the containers running. */
    static LegacySite start(LabHome home, Platform legacy) throws IOException {
        Path disk = Files.createDirectory(home.folder().resolve("app"));
        Files.writeString(
                disk.resolve("docker-compose.legacy.yml"),
                "services: { legacy: { image: 'smartstore:legacy-stable' } }\n");
        Path manifests = Files.createDirectory(home.folder().resolve("legacy"));
        Files.writeString(manifests.resolve("legacy-infrastructure.yaml"), MANIFEST);
        program(home.bin().resolve("docker"), DOCKER);
        program(home.bin().resolve("docker-compose"), COMPOSE);
        KubectlAccess.write(home, SmartStorePort.KUBERNETES);
        Cluster cluster = Cluster.start(SmartStorePort.KUBERNETES.at(home), new Containers(home.address()));
        cluster.apply(ResourceType.DEPLOYMENT, (ObjectNode) new YAMLMapper().readTree(MANIFEST));
        SshHost host = SshHost.start(SmartStorePort.SSH.at(home), USER, home.ssh(), disk, variables(home, disk));
        LegacySite site = new LegacySite(disk, legacy, cluster, host);
        legacy.runsOn(site::infrastructureReady);
        site.deploy();
        var unused = site.looks.scheduleWithFixedDelay(site::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return site;
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Map<String, String> variables(LabHome home, Path disk) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PATH", home.bin() + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOME", disk.toString());
        variables.put("USER", USER);
        variables.put("LOGNAME", USER);
        variables.put("SHELL", "/bin/sh");
        variables.put("LANG", "C.UTF-8");
        variables.put(home.mark().getKey(), home.mark().getValue());
        return variables;
    }

    /** Lets the platform listen while its container runs. */
    private synchronized void look() {
        boolean runs = containersRun();
        if (runs != listening) {
            listening = runs;
            legacy.behave(runs ? Behaviour.HEALTHY : Behaviour.CRASHED);
        }
    }

    boolean containersRun() {
        return Files.exists(container());
    }

    private Path container() {
        return disk.resolve("containers/legacy");
    }

    private Path image() {
        return disk.resolve("images/smartstore:legacy-stable");
    }

    /** Returns the replicas of the infrastructure, for people. */
    String infrastructure() {
        return cluster.deployment(DEPLOYMENT)
                .map(deployment -> deployment.at("/spec/replicas").asInt() + " replicas, "
                        + deployment.at("/status/readyReplicas").asInt() + " ready")
                .orElse("does not exist");
    }

    private boolean infrastructureReady() {
        return cluster.deployment(DEPLOYMENT)
                .filter(deployment -> deployment.at("/status/readyReplicas").asInt() == REPLICAS)
                .isPresent();
    }

    /** Returns whether infrastructure and containers are all there. */
    boolean complete() {
        return containersRun() && infrastructureReady();
    }

    /** Loses everything. */
    void lose() throws IOException {
        cluster.scale(DEPLOYMENT, 0);
        Files.deleteIfExists(container());
        Files.deleteIfExists(image());
        look();
    }

    /** Brings everything back without the plan's commands. */
    void deploy() throws IOException {
        cluster.scale(DEPLOYMENT, REPLICAS);
        for (Path file : new Path[] {image(), container()}) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        look();
    }

    @Override
    public void close() throws IOException {
        looks.shutdownNow();
        host.close();
        cluster.close();
    }

    /** The pods of the infrastructure: they run, and nothing asks them anything. */
    private record Containers(String address) implements PodRuntime {
        private static final int NO_PORT = 9;

        @Override
        public Optional<InetSocketAddress> start(String pod, JsonNode template) {
            return Optional.of(new InetSocketAddress(address, NO_PORT));
        }

        @Override
        public void stop(String pod) {
            // nothing runs
        }

        @Override
        public boolean ready(String pod) {
            return true;
        }
    }
}
