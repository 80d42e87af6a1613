package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.Faults;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.PartStatus;
import dev.runbook.lab.Parts;
import dev.runbook.lab.RunningEstate;
import dev.runbook.lab.Scripts;
import dev.runbook.lab.Snapshot;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.mail.MailReceiver;
import dev.runbook.lab.metrics.Metrics;
import dev.runbook.lab.metrics.Monitoring;
import dev.runbook.lab.postgres.Logins;
import dev.runbook.lab.postgres.PostgresServer;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of the Supabase migration's estate, running from {@link #start} to {@link #close}. */
final class RunningSupabase implements RunningEstate {
    /** The functions that customers still use on Supabase. */
    static final Set<String> NOT_MIGRATED = Set.of("invoice");

    private final LabHome home;
    private final Parts running = new Parts();
    private final Metrics metrics = new Metrics();
    private SupabaseParts parts;
    private SupabaseFaults faults;

    private RunningSupabase(LabHome home) {
        this.home = home;
    }

    static RunningSupabase start(LabHome home) throws IOException, SQLException {
        RunningSupabase lab = new RunningSupabase(home);
        lab.running.start(lab::startParts);
        return lab;
    }

    private void startParts() throws IOException, SQLException {
        WebhookReceivers webhooks =
                running.add(WebhookReceivers.start(SupabasePort.WEBHOOKS.at(home), home.messages()));
        running.add(MailReceiver.start(SupabasePort.MAIL.at(home), home.mail()));
        Tokens tokens = Tokens.create(home);

        AppDatabase supabase = database(Side.SUPABASE);
        createMigrationState(supabase.server());
        AppDatabase target = database(Side.TARGET);
        StoredFiles supabaseFiles = new StoredFiles(disk(Side.SUPABASE).resolve("storage"), supabase);
        supabaseFiles.seed();
        StoredFiles targetFiles = new StoredFiles(disk(Side.TARGET).resolve("storage"), target);
        targetFiles.seed();

        Behaviour supabaseBehaviour = new Behaviour();
        Behaviour targetBehaviour = new Behaviour();
        application(Side.SUPABASE, supabase, supabaseBehaviour, supabaseFiles, tokens);
        application(Side.TARGET, target, targetBehaviour, targetFiles, tokens);
        Routes routes = new Routes(NOT_MIGRATED);
        running.add(SplitBalancer.start(home, routes, tokens));
        NameServer names = running.add(NameServer.start(home, tokens));

        SyncJob sync = running.add(new SyncJob(target, supabase, targetFiles, supabaseFiles));
        sync.start();
        metrics.gauge(
                "migration_last_sync_timestamp",
                Map.of("direction", "target-to-supabase"),
                () -> sync.lastSync().toEpochMilli() / 1000.0);
        MigrationApi migration = running.add(MigrationApi.start(home, sync, targetFiles, supabaseFiles, tokens));
        running.add(new Heartbeat(supabase, supabaseBehaviour)).start();
        BackupJob backups =
                running.add(new BackupJob(supabase, supabaseFiles, home.folder().resolve("backups")));
        backups.start();
        running.add(BackupApi.start(home, backups, supabase, supabaseFiles, tokens));
        ConnectionHog connections = running.add(new ConnectionHog(target, metrics));

        parts = new SupabaseParts(
                supabase,
                target,
                supabaseFiles,
                targetFiles,
                supabaseBehaviour,
                targetBehaviour,
                routes,
                names,
                sync,
                migration,
                backups,
                connections);
        faults = new SupabaseFaults(parts, webhooks, metrics);
        running.add(Prober.start(names, metrics));
        running.add(Monitoring.start(SupabasePort.MONITORING.at(home), metrics));
        running.add(new Customers(names)).start();
        Scripts.java(home.bin().resolve("load"), Load.class);
    }

    private Path disk(Side side) {
        return home.folder().resolve(side.word());
    }

    /** Starts a database server and creates the application's data. */
    private AppDatabase database(Side side) throws IOException {
        Path disk = Files.createDirectory(disk(side));
        PostgresServer server = PostgresServer.start(home, side.databasePort(), disk, Set.of(AppDatabase.USER));
        running.add(() -> server.stop("fast"));
        server.administer(
                "postgres",
                "CREATE ROLE app LOGIN PASSWORD '" + server.password(AppDatabase.USER) + "'",
                "CREATE ROLE rollback LOGIN PASSWORD '" + server.password(Logins.RUNBOOKS) + "'",
                "CREATE DATABASE " + AppDatabase.DATABASE);
        server.administer(AppDatabase.DATABASE, resource("app.sql"));
        return new AppDatabase(server, side, metrics);
    }

    private static void createMigrationState(PostgresServer server) throws IOException {
        server.administer("postgres", "CREATE DATABASE " + SyncJob.MIGRATION);
        server.administer(SyncJob.MIGRATION, resource("migration.sql"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream text = RunningSupabase.class.getResourceAsStream(name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void application(Side side, AppDatabase database, Behaviour behaviour, StoredFiles files, Tokens tokens) {
        running.add(AppServer.start(home, side, database, behaviour, files, tokens, metrics));
    }

    @Override
    public Faults<?> faults() {
        return faults;
    }

    @Override
    public Snapshot snapshot() {
        return new SupabaseSnapshot(parts).take();
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = Json.object();
        for (Side side : Side.values()) {
            details.put(side.word(), state(side));
        }
        details.set("rules", parts.routes().rules());
        return details.put("api", parts.names().url(NameServer.API).toString());
    }

    @Override
    public List<PartStatus> parts() {
        List<PartStatus> table = new ArrayList<>();
        table.add(new PartStatus(
                "API",
                SupabasePort.API.url(home),
                "to Supabase: " + parts.routes().rule(Area.DATABASE).at("/supabase/weight") + " percent"));
        for (Side side : Side.values()) {
            table.add(new PartStatus("  " + side.word(), side.port().url(home), ""));
            table.add(new PartStatus(
                    "  PostgreSQL",
                    side.databasePort().hostPort(home) + "/" + AppDatabase.DATABASE,
                    state(side) + "; passwords in " + home.passwords()));
        }
        table.add(new PartStatus("balancer", SupabasePort.BALANCER.url(home) + "/rules", ""));
        table.add(new PartStatus(
                "names",
                SupabasePort.DNS.url(home) + "/resolve",
                "customers of " + NameServer.API + " reach " + parts.names().url(NameServer.API)));
        table.add(new PartStatus("migration", SupabasePort.MIGRATION.url(home) + "/jobs", ""));
        table.add(new PartStatus("backups", SupabasePort.BACKUPS.url(home) + "/points/latest", ""));
        table.add(new PartStatus("monitoring", SupabasePort.MONITORING.url(home) + "/metrics", ""));
        table.add(new PartStatus("webhooks", SupabasePort.WEBHOOKS.url(home) + "/NAME", "kept in " + home.messages()));
        table.add(new PartStatus("mail", SupabasePort.MAIL.hostPort(home), "kept in " + home.mail()));
        return table;
    }

    private String state(Side side) {
        AppDatabase database = side == Side.SUPABASE ? parts.supabase() : parts.target();
        return database.server().running() ? "up" : "down";
    }

    @Override
    public void close() {
        running.close();
    }
}
