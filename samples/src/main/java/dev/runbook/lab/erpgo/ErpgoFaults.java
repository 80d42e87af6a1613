package dev.runbook.lab.erpgo;

import dev.runbook.lab.Faults;
import dev.runbook.lab.api.Behaviour;
import dev.runbook.lab.api.ErpgoPods;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.postgres.ErpgoRows;
import dev.runbook.lab.postgres.PostgresServer;
import dev.runbook.lab.postgres.RowDamage;
import dev.runbook.lab.postgres.StuckTransaction;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Breaks parts of the lab and repairs them, and tracks what is broken. Thread-safe. */
final class ErpgoFaults implements Faults<ErpgoFault> {
    private final ErpgoPods pods;
    private final Cluster cluster;
    private final PostgresServer database;
    private final RowDamage rows;
    private final StuckTransaction transaction;
    private final WebhookReceivers webhooks;
    private final ConfigurationRepository configuration;
    private final Set<ErpgoFault> present = EnumSet.noneOf(ErpgoFault.class);

    ErpgoFaults(
            ErpgoPods pods,
            Cluster cluster,
            PostgresServer database,
            RowDamage rows,
            WebhookReceivers webhooks,
            ConfigurationRepository configuration) {
        this.pods = pods;
        this.cluster = cluster;
        this.database = database;
        this.rows = rows;
        this.transaction = new StuckTransaction(database);
        this.webhooks = webhooks;
        this.configuration = configuration;
    }

    @Override
    public List<ErpgoFault> known() {
        return List.of(ErpgoFault.values());
    }

    /** Returns the faults present now, without those that a recovery has repaired. */
    @Override
    public synchronized Set<ErpgoFault> present() {
        if (present.contains(ErpgoFault.DB_DOWN) && database.running()) {
            present.remove(ErpgoFault.DB_DOWN);
        }
        if (present.contains(ErpgoFault.STUCK_TRANSACTION) && !transaction.present()) {
            present.remove(ErpgoFault.STUCK_TRANSACTION);
        }
        if (present.contains(ErpgoFault.CORRUPT_ROWS) && rows.undamaged()) {
            present.remove(ErpgoFault.CORRUPT_ROWS);
        }
        if (present.contains(ErpgoFault.BAD_CONFIG) && configuration.works(cluster)) {
            present.remove(ErpgoFault.BAD_CONFIG);
        }
        return present.isEmpty() ? EnumSet.noneOf(ErpgoFault.class) : EnumSet.copyOf(present);
    }

    /** Returns the server process of the session with the stuck transaction, where there is one. */
    synchronized OptionalInt stuckSession() {
        return transaction.present() ? OptionalInt.of(transaction.process()) : OptionalInt.empty();
    }

    /** Adds a fault; returns a line that describes the result. */
    @Override
    public synchronized String add(ErpgoFault fault) throws IOException, SQLException {
        String result = fault.what();
        switch (fault) {
            case GREEN_FAILS -> behave("green", Behaviour.FAILING);
            case GREEN_SLOW -> behave("green", Behaviour.SLOW);
            case GREEN_CRASH -> behave("green", Behaviour.CRASHED);
            case BLUE_FAILS -> behave("blue", Behaviour.FAILING);
            case BLUE_SLOW -> behave("blue", Behaviour.SLOW);
            case BLUE_CRASH -> behave("blue", Behaviour.CRASHED);
            case STUCK_TRANSACTION ->
                result = "session " + transaction.open() + " holds its locks on stock: orders are blocked";
            case PAYMENTS_FAIL ->
                database.administer(
                        ErpgoRows.DATABASE,
                        "REVOKE SELECT ON orders FROM erpgo",
                        "GRANT SELECT (id, user_id, stock_id, quantity, amount, placed_at) ON orders TO erpgo");
            case CORRUPT_ROWS -> result = describe(rows.damage());
            case DB_DOWN -> database.stop("immediate");
            case BACKUP_LOST -> hide(baseBackups());
            case BAD_CONFIG -> configuration.breakIt(cluster);
            case API_STUCK -> cluster.stuck(true);
            case KUBE_DOWN -> cluster.refuse(true);
            case WEBHOOKS_DOWN -> webhooks.refuse(true);
        }
        present.add(fault);
        return result;
    }

    /** Removes a fault, whatever its current state. */
    @Override
    public synchronized String remove(ErpgoFault fault) throws IOException, SQLException {
        switch (fault) {
            case GREEN_FAILS, GREEN_SLOW, GREEN_CRASH -> behave("green", Behaviour.HEALTHY);
            case BLUE_FAILS, BLUE_SLOW, BLUE_CRASH -> behave("blue", Behaviour.HEALTHY);
            case STUCK_TRANSACTION -> transaction.close();
            case PAYMENTS_FAIL -> database.administer(ErpgoRows.DATABASE, "GRANT SELECT ON orders TO erpgo");
            case CORRUPT_ROWS -> rows.restore();
            case DB_DOWN -> startDatabase();
            case BACKUP_LOST -> unhide(baseBackups());
            case BAD_CONFIG -> configuration.mend(cluster);
            case API_STUCK -> cluster.stuck(false);
            case KUBE_DOWN -> cluster.refuse(false);
            case WEBHOOKS_DOWN -> webhooks.refuse(false);
        }
        present.remove(fault);
        return "mended";
    }

    /** Sets the behaviour of a deployment, replacing an earlier one. */
    private void behave(String deployment, Behaviour behaviour) {
        present.removeIf(fault -> fault.word().startsWith(deployment + "-"));
        pods.behave(deployment, behaviour);
        cluster.podsChanged();
    }

    private void startDatabase() {
        if (!database.running()) {
            database.start();
        }
    }

    private Path baseBackups() {
        return database.backups().resolve("base");
    }

    private static void hide(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Files.move(folder, hidden(folder));
        }
    }

    private static void unhide(Path folder) throws IOException {
        if (Files.exists(hidden(folder)) && !Files.exists(folder)) {
            Files.move(hidden(folder), folder);
        }
    }

    private static Path hidden(Path folder) {
        return folder.resolveSibling("." + folder.getFileName() + ".lost");
    }

    private static String describe(RowDamage.Done done) {
        return "%d users overwritten, %d orders deleted, %d stock counts corrupted; the last good time is %s"
                .formatted(done.users(), done.orders(), done.stock(), done.lastGood());
    }
}
