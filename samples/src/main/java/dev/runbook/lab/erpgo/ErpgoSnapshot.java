package dev.runbook.lab.erpgo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.lab.Snapshot;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.postgres.ErpgoRows;
import dev.runbook.lab.postgres.Logins;
import dev.runbook.lab.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Map;

/** Takes the snapshot of ERPGo: rows, service, deployments, configuration, base backups, and the database server. */
record ErpgoSnapshot(PostgresServer database, Cluster cluster, Path configuration) {
    /**
     * The orders before the first customer of the lab. Customers take from the stock, so its quantity is not compared.
     */
    private static final Map<String, String> ROWS = Map.of(
            "users", "SELECT * FROM users ORDER BY id",
            "stock", "SELECT id, sku, price, received, quantity >= 0 FROM stock ORDER BY id",
            "orders", "SELECT * FROM orders WHERE id <= 5000 ORDER BY id");

    Snapshot take() {
        Snapshot snapshot = new Snapshot()
                .rows(() -> database.connect(ErpgoRows.DATABASE, Logins.ADMINISTRATOR), ROWS)
                .process("postgresql", database.running())
                .files("config", configuration, file -> !file.startsWith(".git"))
                .files("base-backups", database.backups().resolve("base"), file -> file.endsWith("PG_VERSION"));
        cluster.configMap("erpgo-api")
                .ifPresent(map ->
                        snapshot.put("configmap/erpgo-api", map.at("/data").toString()));
        cluster.service("erpgo-api").ifPresent(service -> snapshot.put("service/erpgo-api", selected(service)));
        for (String version : ClusterObjects.VERSIONS.keySet()) {
            cluster.deployment("erpgo-api-" + version)
                    .ifPresent(deployment -> snapshot.put("deployment/erpgo-api-" + version, state(deployment)));
        }
        return snapshot;
    }

    private static String selected(JsonNode service) {
        String weight = service.at("/metadata/annotations/traffic-weight").asText();
        return "version " + service.at("/spec/selector/version").asText()
                + (weight.isEmpty() ? "" : ", weight " + weight);
    }

    private static String state(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0/image").asText() + ", "
                + deployment.at("/spec/replicas").asInt() + " replicas, "
                + deployment.at("/status/readyReplicas").asInt() + " ready";
    }
}
