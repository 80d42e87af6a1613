package dev.runbook.lab.visionforge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.lab.Command;
import dev.runbook.lab.Faults;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.PartStatus;
import dev.runbook.lab.Parts;
import dev.runbook.lab.RunningEstate;
import dev.runbook.lab.Snapshot;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.mail.MailReceiver;
import dev.runbook.lab.postgres.PostgresServer;
import dev.runbook.lab.ssh.SshHost;
import dev.runbook.lab.visionforge.node.MigrationCheck;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** VisionForge's parts, running from {@link #start} to {@link #close}. */
final class RunningVisionForge implements RunningEstate {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final LabHome home;
    private final AppHost host;
    private final Releases releases;
    private final Parts parts = new Parts();
    private VisionForgeDatabase database;
    private VisionForgeFaults faults;

    private RunningVisionForge(LabHome home) {
        this.home = home;
        this.host = new AppHost(home);
        this.releases = new Releases(host);
    }

    static RunningVisionForge start(LabHome home) throws IOException, SQLException {
        if (!Command.works(List.of("git", "--version"))) {
            throw new AuthorException("the lab visionforge needs git, which is not on the PATH");
        }
        RunningVisionForge running = new RunningVisionForge(home);
        running.parts.start(running::startParts);
        return running;
    }

    private void startParts() throws IOException, SQLException {
        WebhookReceivers webhooks =
                parts.add(WebhookReceivers.start(VisionForgePort.WEBHOOKS.at(home), home.messages()));
        parts.add(MailReceiver.start(VisionForgePort.MAIL.at(home), home.mail()));
        AtomicBoolean rendererDown = new AtomicBoolean();
        parts.add(LabServer.open(
                "renderer",
                VisionForgePort.RENDERER.at(home),
                request -> rendererDown.get()
                        ? Reply.error(503, "the renderer is down")
                        : Reply.json(Map.of("status", "ready"))));
        Path disk = Files.createDirectory(host.disk());
        host.writePrograms();
        parts.add(SshHost.start(VisionForgePort.SSH.at(home), AppHost.USER, home.ssh(), disk, host.variables()));

        Path databaseDisk = Files.createDirectory(home.folder().resolve("db1"));
        PostgresServer server =
                PostgresServer.start(home, VisionForgePort.POSTGRESQL, databaseDisk, Set.of(VisionForgeDatabase.USER));
        parts.add(() -> server.stop("fast"));
        Files.copy(databaseDisk.resolve(".pgpass"), disk.resolve(".pgpass"));
        database = VisionForgeDatabase.create(
                server, home.passwords().resolve("probe"), host.checkout().resolve("uploads"));
        try (Connection connection = database.connect()) {
            releases.create(MigrationCheck.schema(connection));
        }
        configure();
        host.startApplication();
        parts.add(host::killApplication);
        takeBackups();
        awaitApplication();
        faults = new VisionForgeFaults(host, releases, database, webhooks, rendererDown, home.saved());
    }

    /** Writes the settings of the application, and the copy of the last good ones. */
    private void configure() throws IOException {
        String env = """
                # VisionForge's settings
                HOST=%s
                PORT=%d
                DATABASE_USER=%s
                INTEGRATION_URL=%s
                DATABASE_URL=%s
                """.formatted(
                        home.address(),
                        VisionForgePort.APP.number(),
                        VisionForgeDatabase.USER,
                        VisionForgePort.RENDERER.url(home),
                        database.server().url(VisionForgeDatabase.NAME));
        Files.writeString(host.checkout().resolve(".env"), env);
        Files.writeString(host.checkout().resolve(".env.backup"), env);
    }

    /**
     * Takes the backups of the last hours: two full ones, and one of the schema. That of the schema is the newest file,
     * which a restore of "the newest backup" would take by mistake.
     */
    private void takeBackups() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Files.createDirectories(host.backups());
        String older = "full-backup-" + now.minus(Duration.ofMinutes(70)) + ".sql";
        String newest = "full-backup-" + now.minus(Duration.ofMinutes(10)) + ".sql";
        String schema = "schema-backup-" + now.minus(Duration.ofMinutes(5)) + ".sql";
        host.node("src/migration/backup.js", "create", newest);
        host.node("src/migration/backup.js", "create", schema, "--schema");
        Files.copy(host.backups().resolve(newest), host.backups().resolve(older));
        age(older, now.minus(Duration.ofMinutes(70)));
        age(newest, now.minus(Duration.ofMinutes(10)));
        age(schema, now.minus(Duration.ofMinutes(5)));
    }

    private void age(String backup, Instant taken) throws IOException {
        Files.setLastModifiedTime(host.backups().resolve(backup), FileTime.from(taken));
    }

    private void awaitApplication() {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!listens()) {
            if (System.nanoTime() > end || host.application().isEmpty()) {
                throw new EngineException(
                        "the application did not start; see " + host.checkout().resolve("logs/application.log"));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                throw new EngineException("interrupted while the application was starting", closing);
            }
        }
    }

    private boolean listens() {
        try (Socket probe = new Socket(home.address(), VisionForgePort.APP.number())) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public Faults<?> faults() {
        return faults;
    }

    @Override
    public Snapshot snapshot() {
        return new VisionForgeSnapshot(host, releases, database).take();
    }

    @Override
    public ObjectNode details() {
        return Json.object()
                .put("database", database.server().running() ? "up" : "down")
                .put("application", applicationState())
                .put("release", releases.deployed());
    }

    private String applicationState() {
        return host.application().map(process -> "process " + process.pid()).orElse("down");
    }

    @Override
    public List<PartStatus> parts() {
        return List.of(
                new PartStatus(
                        "application",
                        VisionForgePort.APP.url(home),
                        "release " + releases.deployed() + ", " + applicationState()),
                new PartStatus("renderer", VisionForgePort.RENDERER.url(home), "the service the application needs"),
                new PartStatus(
                        "PostgreSQL",
                        VisionForgePort.POSTGRESQL.hostPort(home) + "/" + VisionForgeDatabase.NAME,
                        (database.server().running() ? "up" : "down") + "; passwords in " + home.passwords()),
                new PartStatus(
                        "SSH app1",
                        AppHost.USER + "@" + VisionForgePort.SSH.hostPort(home),
                        "key and known_hosts in " + home.ssh()),
                new PartStatus("checkout", host.checkout().toString(), "backups in backups/, log in logs/"),
                new PartStatus("webhooks", VisionForgePort.WEBHOOKS.url(home) + "/NAME", "kept in " + home.messages()),
                new PartStatus("mail", VisionForgePort.MAIL.hostPort(home), "kept in " + home.mail()));
    }

    @Override
    public void close() {
        parts.close();
    }
}
