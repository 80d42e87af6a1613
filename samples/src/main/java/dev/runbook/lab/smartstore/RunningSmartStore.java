package dev.runbook.lab.smartstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.Faults;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.PartStatus;
import dev.runbook.lab.Parts;
import dev.runbook.lab.PrivateFile;
import dev.runbook.lab.RunningEstate;
import dev.runbook.lab.Snapshot;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.mail.MailReceiver;
import dev.runbook.lab.sqlserver.SqlServer;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** SmartStore's parts, running from {@link #start} to {@link #close}. */
final class RunningSmartStore implements RunningEstate {
    /** The environments of the plan (1.1). */
    static final String LEGACY = "blue_legacy";

    static final String NEW = "green_new";

    private static final String ADMINISTRATOR = "rollback";
    private static final String APPLICATION = "shop";

    private final LabHome home;
    private final Parts parts = new Parts();
    private SqlServer server;
    private TrafficSwitch traffic;
    private Monitoring monitoring;
    private SyncService sync;
    private LegacySite site;
    private SmartStoreFaults faults;
    private Instant began;

    private RunningSmartStore(LabHome home) {
        this.home = home;
    }

    static RunningSmartStore start(LabHome home) throws IOException, SQLException {
        RunningSmartStore lab = new RunningSmartStore(home);
        lab.parts.start(lab::startParts);
        return lab;
    }

    private void startParts() throws IOException, SQLException, InterruptedException {
        WebhookReceivers webhooks =
                parts.add(WebhookReceivers.start(SmartStorePort.WEBHOOKS.at(home), home.messages()));
        parts.add(MailReceiver.start(SmartStorePort.MAIL.at(home), home.mail()));
        Instant now = Instant.now();
        began = now;
        String application = password(APPLICATION);
        server = parts.add(SqlServer.open(
                SmartStorePort.SQL_SERVER.at(home),
                Map.of(
                        ADMINISTRATOR, new SqlServer.Login(password(ADMINISTRATOR), true),
                        APPLICATION, new SqlServer.Login(application, false))));
        ShopRows rows = new ShopRows(server, home.folder().resolve("backups"));
        rows.create(now);

        PaymentGateway payments = parts.add(new PaymentGateway(SmartStorePort.PAYMENTS.at(home)));
        parts.add(LabServer.open(
                "plain HTTP",
                SmartStorePort.PLAIN_HTTP.at(home),
                request -> Reply.bytes(
                        301, Map.of("Location", "https://legacy.smartstore.com" + request.target()), new byte[0])));
        AtomicInteger orders = new AtomicInteger(ShopRows.ORDERS);
        Platform legacy = parts.add(new Platform(
                LEGACY,
                "v4.7.2",
                SmartStorePort.LEGACY.at(home),
                database(ShopRows.LEGACY, application),
                payments::pay,
                orders));
        Platform green = parts.add(new Platform(
                NEW,
                "v8.0.0",
                SmartStorePort.NEW.at(home),
                database(ShopRows.NEW, application),
                payments::pay,
                orders));
        traffic = parts.add(new TrafficSwitch(
                SmartStorePort.SHOP.at(home),
                SmartStorePort.LOAD_BALANCER.at(home),
                List.of(legacy, green),
                password("emergency")));
        sync = parts.add(new SyncService(
                SmartStorePort.SYNC.at(home),
                database(ShopRows.LEGACY, application),
                database(ShopRows.NEW, application),
                password("sync"),
                now));
        QueryProbe queries = parts.add(new QueryProbe(database(ShopRows.NEW, application)));
        monitoring = parts.add(new Monitoring(
                SmartStorePort.MONITORING.at(home),
                traffic,
                payments,
                sync,
                queries,
                webhooks::keep,
                password("monitoring")));
        site = parts.add(LegacySite.start(home, legacy));
        faults = new SmartStoreFaults(legacy, green, site, traffic, payments, sync, server, rows, webhooks);
        parts.add(new Shoppers(SmartStorePort.SHOP.url(home)));
    }

    private String password(String user) throws IOException {
        Path file = home.passwords().resolve(user);
        String password = PrivateFile.newPassword(16);
        PrivateFile.write(file, password);
        return password;
    }

    private ShopDatabase database(String name, String password) {
        ShopDatabase database = parts.add(
                new ShopDatabase(home.address(), SmartStorePort.SQL_SERVER.number(), name, APPLICATION, password));
        return database;
    }

    @Override
    public Faults<?> faults() {
        return faults;
    }

    @Override
    public Snapshot snapshot() {
        return new SmartStoreSnapshot(home.folder().resolve("backups"), server, traffic, sync, site, began).take();
    }

    @Override
    public Optional<Reply> read(String path) {
        return switch (path) {
            case "/traffic" -> Optional.of(Reply.json(traffic.traffic()));
            case "/metrics" -> Optional.of(Reply.text(monitoring.prometheus()));
            default -> Optional.empty();
        };
    }

    @Override
    public ObjectNode details() {
        return Json.object().put("traffic", traffic.target()).put("database", state(ShopRows.NEW));
    }

    @Override
    public List<PartStatus> parts() {
        ObjectNode status = sync.status();
        return List.of(
                new PartStatus("shop", SmartStorePort.SHOP.url(home), "traffic goes to " + traffic.target()),
                new PartStatus("  legacy", SmartStorePort.LEGACY.url(home), LEGACY + ", " + ShopRows.LEGACY),
                new PartStatus("  new", SmartStorePort.NEW.url(home), NEW + ", " + ShopRows.NEW),
                new PartStatus("balancer", SmartStorePort.LOAD_BALANCER.url(home) + "/api", "POST /api/switch"),
                new PartStatus(
                        "SQL Server",
                        SmartStorePort.SQL_SERVER.hostPort(home),
                        ShopRows.NEW + " " + state(ShopRows.NEW) + "; passwords in " + home.passwords()),
                new PartStatus("backups", home.folder().resolve("backups").toString(), ""),
                new PartStatus(
                        "sync",
                        SmartStorePort.SYNC.url(home) + "/api",
                        (status.path("running").asBoolean() ? "runs" : "stopped") + ", "
                                + status.path("pending").asLong() + " pending"),
                new PartStatus("monitoring", SmartStorePort.MONITORING.url(home) + "/api/metrics", ""),
                new PartStatus("payments", SmartStorePort.PAYMENTS.url(home), ""),
                new PartStatus(
                        "legacy's host",
                        LegacySite.USER + "@" + SmartStorePort.SSH.hostPort(home),
                        "docker, docker-compose"),
                new PartStatus("Kubernetes", SmartStorePort.KUBERNETES.url(home), "KUBECONFIG=" + home.kubeconfig()),
                new PartStatus("webhooks", SmartStorePort.WEBHOOKS.url(home) + "/NAME", "kept in " + home.messages()),
                new PartStatus("mail", SmartStorePort.MAIL.hostPort(home), "kept in " + home.mail()));
    }

    private String state(String database) {
        try {
            return server.running() ? server.state(database) : "down";
        } catch (SQLException unknown) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
