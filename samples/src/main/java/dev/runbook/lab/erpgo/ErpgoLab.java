package dev.runbook.lab.erpgo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.Port;
import dev.runbook.lab.api.ErpgoPods;
import dev.runbook.lab.balancer.Balancer;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.mail.MailReceiver;
import dev.runbook.lab.postgres.ErpgoRows;
import dev.runbook.lab.postgres.IntegrityJob;
import dev.runbook.lab.postgres.PostgresServer;
import dev.runbook.lab.postgres.RowDamage;
import dev.runbook.lab.ssh.SshHost;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The lab of ERPGo, running from {@link #start} to {@link #close}: PostgreSQL, the API in blue and green pods behind a
 * balancer, Kubernetes, the database host over SSH, webhook receivers, a mail server, and customers. Thread-safe.
 */
public final class ErpgoLab implements AutoCloseable {
    public static final String NAME = "erpgo";

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final LabHome home;
    private final Deque<Part> started = new ArrayDeque<>();
    private PostgresServer database;
    private Cluster cluster;
    private Balancer balancer;
    private Faults faults;

    private ErpgoLab(LabHome home) {
        this.home = home;
    }

    /** A running part; parts are closed in reverse order. */
    @FunctionalInterface
    private interface Part {
        void close() throws IOException;
    }

    /**
     * Starts all parts in the home's folder, which exists and is empty.
     *
     * @throws dev.runbook.AuthorException when a port is in use
     */
    public static ErpgoLab start(LabHome home) throws IOException, SQLException {
        ErpgoLab lab = new ErpgoLab(home);
        try {
            lab.startParts();
            return lab;
        } catch (IOException | SQLException | RuntimeException failure) {
            lab.close();
            throw failure;
        }
    }

    private void startParts() throws IOException, SQLException {
        WebhookReceivers webhooks = WebhookReceivers.start(Port.WEBHOOKS.at(home), home.messages());
        started.push(webhooks::close);
        MailReceiver mail = MailReceiver.start(Port.MAIL.at(home), home.mail());
        started.push(mail::close);
        SshHost host = SshHost.start(
                Port.SSH.at(home), DatabaseHost.USER, home.ssh(), home.db1(), DatabaseHost.variables(home));
        started.push(host::close);

        database = PostgresServer.start(home);
        started.push(() -> database.stop("fast"));
        ErpgoRows rows = ErpgoRows.create(database);
        database.backUp();
        IntegrityJob integrity = new IntegrityJob(database, rows);
        integrity.check();
        integrity.start();
        started.push(integrity::close);

        ErpgoPods pods = new ErpgoPods(home.address(), ErpgoLab::firstPort, rows);
        started.push(pods::close);
        cluster = Cluster.start(Port.KUBERNETES.at(home), pods);
        started.push(cluster::close);
        ClusterObjects.apply(cluster);
        balancer = new Balancer(cluster, List.of("blue", "green"));
        started.push(balancer::close);
        balancer.listen("erpgo-api", Port.API.at(home));
        balancer.listen("erpgo-api-blue", Port.API_BLUE.at(home));
        balancer.listen("erpgo-api-green", Port.API_GREEN.at(home));
        cluster.awaitRollouts(LONGEST_START);

        DatabaseHost.writePrograms(home);
        KubectlAccess.write(home);
        faults = new Faults(pods, cluster, database, new RowDamage(database, integrity, home.saved()), webhooks);
        Customers customers = new Customers(Port.API.at(home));
        customers.start();
        started.push(customers::close);
    }

    /** Breaks a part; returns a line that describes the result. */
    public String breakIt(Fault fault) throws IOException, SQLException {
        return faults.add(fault);
    }

    /** Repairs what was broken. */
    public String mend(Fault fault) throws IOException, SQLException {
        return faults.remove(fault);
    }

    public ObjectNode traffic() {
        return balancer.traffic();
    }

    public String metrics() {
        return balancer.metrics();
    }

    /** Returns the state of the parts and the faults present. */
    public ObjectNode status() {
        ObjectNode status = Json.object()
                .put("lab", NAME)
                .put("address", home.address())
                .put("folder", home.folder().toString())
                .put("database", database.running() ? "up" : "down")
                .put(
                        "traffic",
                        cluster.service("erpgo-api")
                                .map(service ->
                                        service.at("/spec/selector/version").asText())
                                .orElse(""));
        ObjectNode deployments = status.putObject("deployments");
        for (String version : ClusterObjects.VERSIONS.keySet()) {
            cluster.deployment("erpgo-api-" + version)
                    .ifPresent(deployment -> deployments.put(
                            version,
                            deployment.at("/status/readyReplicas").asInt() + "/"
                                    + deployment.at("/spec/replicas").asInt()));
        }
        ArrayNode broken = status.putArray("broken");
        faults.present().forEach(fault -> broken.add(fault.word()));
        return status;
    }

    private static int firstPort(String deployment) {
        return Map.of("blue", Port.PODS_BLUE, "green", Port.PODS_GREEN)
                .getOrDefault(deployment, Port.PODS_OTHER)
                .number();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (IOException | RuntimeException failure) {
                // The other parts must be stopped all the same; the caller looks for what is left.
                System.err.println("lab: " + failure);
            }
        }
    }
}
