package dev.runbook.lab.erpgo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.Faults;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.PartStatus;
import dev.runbook.lab.Parts;
import dev.runbook.lab.RunningEstate;
import dev.runbook.lab.Snapshot;
import dev.runbook.lab.api.ErpgoPods;
import dev.runbook.lab.balancer.Balancer;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kubectl.KubectlAccess;
import dev.runbook.lab.mail.MailReceiver;
import dev.runbook.lab.postgres.ErpgoRows;
import dev.runbook.lab.postgres.IntegrityJob;
import dev.runbook.lab.postgres.PostgresServer;
import dev.runbook.lab.postgres.RowDamage;
import dev.runbook.lab.ssh.SshHost;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ERPGo's parts, running from {@link #start} to {@link #close}. */
final class RunningErpgo implements RunningEstate {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final LabHome home;
    private final Parts parts = new Parts();
    private PostgresServer database;
    private ConfigurationRepository configuration;
    private Cluster cluster;
    private Balancer balancer;
    private ErpgoFaults faults;

    private RunningErpgo(LabHome home) {
        this.home = home;
    }

    static RunningErpgo start(LabHome home) throws IOException, SQLException {
        RunningErpgo lab = new RunningErpgo(home);
        lab.parts.start(lab::startParts);
        return lab;
    }

    private void startParts() throws IOException, SQLException {
        WebhookReceivers webhooks = parts.add(WebhookReceivers.start(ErpgoPort.WEBHOOKS.at(home), home.messages()));
        parts.add(MailReceiver.start(ErpgoPort.MAIL.at(home), home.mail()));
        Path db1 = Files.createDirectory(DatabaseHost.disk(home));
        parts.add(SshHost.start(
                ErpgoPort.SSH.at(home), DatabaseHost.USER, home.ssh(), db1, DatabaseHost.variables(home)));

        database = PostgresServer.start(home, ErpgoPort.POSTGRESQL, db1, Set.of(ErpgoRows.USER));
        parts.add(() -> database.stop("fast"));
        ErpgoRows rows = ErpgoRows.create(database);
        database.backUp();
        IntegrityJob integrity = parts.add(new IntegrityJob(database, rows));
        integrity.check();
        integrity.start();

        configuration = ConfigurationRepository.create(home);
        ErpgoPods pods = parts.add(
                new ErpgoPods(home.address(), RunningErpgo::firstPort, rows, () -> configuration.works(cluster)));
        cluster = parts.add(Cluster.start(ErpgoPort.KUBERNETES.at(home), pods));
        configuration.apply(cluster);
        ClusterObjects.apply(cluster);
        balancer = parts.add(new Balancer(cluster, List.of("blue", "green")));
        balancer.listen("erpgo-api", ErpgoPort.API.at(home));
        balancer.listen("erpgo-api-blue", ErpgoPort.API_BLUE.at(home));
        balancer.listen("erpgo-api-green", ErpgoPort.API_GREEN.at(home));
        cluster.awaitRollouts(LONGEST_START);

        DatabaseHost.writePrograms(home);
        KubectlAccess.write(home, ErpgoPort.KUBERNETES);
        faults = new ErpgoFaults(
                pods, cluster, database, new RowDamage(database, integrity, home.saved()), webhooks, configuration);
        parts.add(new Customers(ErpgoPort.API.at(home))).start();
    }

    @Override
    public Faults<?> faults() {
        return faults;
    }

    @Override
    public Snapshot snapshot() {
        return new ErpgoSnapshot(database, cluster, configuration.folder()).take();
    }

    @Override
    public Optional<Reply> read(String path) {
        return switch (path) {
            case "/traffic" -> Optional.of(Reply.json(balancer.traffic()));
            case "/metrics" -> Optional.of(Reply.text(balancer.metrics()));
            default -> Optional.empty();
        };
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = Json.object().put("database", databaseState()).put("traffic", traffic());
        faults.stuckSession().ifPresent(process -> details.put("stuckSession", process));
        ObjectNode deployments = details.putObject("deployments");
        ClusterObjects.VERSIONS.keySet().forEach(version -> deployments.put(version, podsReady(version)));
        return details;
    }

    @Override
    public List<PartStatus> parts() {
        return List.of(
                new PartStatus("API", ErpgoPort.API.url(home), "traffic goes to " + traffic()),
                new PartStatus("  blue", ErpgoPort.API_BLUE.url(home), "pods ready " + podsReady("blue")),
                new PartStatus("  green", ErpgoPort.API_GREEN.url(home), "pods ready " + podsReady("green")),
                new PartStatus("balancer", ErpgoPort.LAB.url(home) + "/traffic", "requests by deployment"),
                new PartStatus("Kubernetes", ErpgoPort.KUBERNETES.url(home), "KUBECONFIG=" + home.kubeconfig()),
                new PartStatus(
                        "PostgreSQL",
                        ErpgoPort.POSTGRESQL.hostPort(home) + "/" + ErpgoRows.DATABASE,
                        databaseState() + "; passwords in " + home.passwords()),
                new PartStatus(
                        "SSH db1",
                        DatabaseHost.USER + "@" + ErpgoPort.SSH.hostPort(home),
                        "key and known_hosts in " + home.ssh()),
                new PartStatus(
                        "config",
                        configuration.folder().toString(),
                        configuration.hasGit()
                                ? "a git repository of the configuration"
                                : "without history: git is not installed"),
                new PartStatus("webhooks", ErpgoPort.WEBHOOKS.url(home) + "/NAME", "kept in " + home.messages()),
                new PartStatus("mail", ErpgoPort.MAIL.hostPort(home), "kept in " + home.mail()));
    }

    private String databaseState() {
        return database.running() ? "up" : "down";
    }

    private String traffic() {
        return cluster.service("erpgo-api")
                .map(service -> service.at("/spec/selector/version").asText())
                .orElse("");
    }

    private String podsReady(String version) {
        return cluster.deployment("erpgo-api-" + version)
                .map(deployment -> deployment.at("/status/readyReplicas").asInt() + "/"
                        + deployment.at("/spec/replicas").asInt())
                .orElse("");
    }

    private static int firstPort(String deployment) {
        return Map.of("blue", ErpgoPort.PODS_BLUE, "green", ErpgoPort.PODS_GREEN)
                .getOrDefault(deployment, ErpgoPort.PODS_OTHER)
                .number();
    }

    @Override
    public void close() {
        parts.close();
    }
}
