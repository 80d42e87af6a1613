package dev.runbook.lab.supabase;

import dev.runbook.lab.Faults;
import dev.runbook.lab.metrics.Metrics;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Breaks parts of the estate and repairs them, and tracks what is broken. Thread-safe. */
final class SupabaseFaults implements Faults<SupabaseFault> {
    private static final Duration BEHIND = Duration.ofMinutes(10);
    private static final String TICKETS = "support_tickets_total";
    private static final Map<String, String> COMPLAINTS = Map.of("kind", "complaint");
    private static final int COMPLAINTS_AT_ONCE = 6;

    private final SupabaseParts parts;
    private final WebhookReceivers webhooks;
    private final Metrics metrics;
    private final Set<SupabaseFault> present = EnumSet.noneOf(SupabaseFault.class);

    SupabaseFaults(SupabaseParts parts, WebhookReceivers webhooks, Metrics metrics) {
        this.parts = parts;
        this.webhooks = webhooks;
        this.metrics = metrics;
        metrics.add(TICKETS, COMPLAINTS, 0);
        metrics.gauge("anomaly_detected", Map.of(), () -> has(SupabaseFault.ANOMALY) ? 1 : 0);
    }

    private synchronized boolean has(SupabaseFault fault) {
        return present.contains(fault);
    }

    @Override
    public List<SupabaseFault> known() {
        return List.of(SupabaseFault.values());
    }

    /** Returns the faults present now, without those that a recovery has repaired. */
    @Override
    public synchronized Set<SupabaseFault> present() {
        present.removeIf(this::repaired);
        return present.isEmpty() ? EnumSet.noneOf(SupabaseFault.class) : EnumSet.copyOf(present);
    }

    private boolean repaired(SupabaseFault fault) {
        try {
            return switch (fault) {
                case TARGET_DB_DOWN -> parts.target().server().running();
                case SUPABASE_DB_DOWN -> parts.supabase().server().running();
                case SUPABASE_CORRUPT -> !new RowDamage(parts.supabase()).present();
                case TARGET_CORRUPT -> !new RowDamage(parts.target()).present();
                case FILES_LOST -> parts.supabaseFiles().damaged().isEmpty();
                case FUNCTIONS_LOST -> parts.supabaseBehaviour().functions().containsAll(Behaviour.FUNCTIONS);
                case DNS_WRONG -> !parts.names().leads(NameServer.API, NameServer.TARGET);
                default -> false;
            };
        } catch (SQLException | IOException unreachable) {
            return false;
        }
    }

    /** Adds a fault; returns a line that describes the result. */
    @Override
    public synchronized String add(SupabaseFault fault) throws IOException, SQLException {
        String result = fault.what();
        switch (fault) {
            case TARGET_FAILS -> target(Behaviour.Mode.FAILING);
            case TARGET_SLOW -> target(Behaviour.Mode.SLOW);
            case TARGET_VERY_SLOW -> target(Behaviour.Mode.VERY_SLOW);
            case TARGET_DB_DOWN -> parts.target().server().stop("immediate");
            case TARGET_CORRUPT -> result = new RowDamage(parts.target()).damage();
            case CONNECTIONS_EXHAUSTED -> parts.connections().take();
            case SUPABASE_DB_DOWN -> parts.supabase().server().stop("immediate");
            case SUPABASE_CORRUPT -> result = new RowDamage(parts.supabase()).damage();
            case FILES_LOST -> result = deleteFiles() + " files deleted from Supabase's storage";
            case FUNCTIONS_LOST -> parts.supabaseBehaviour().functions().retainAll(RunningSupabase.NOT_MIGRATED);
            case BACKUP_DAMAGED -> damageNewestBackup();
            case BACKUPS_LOST -> hideBackups();
            case COMPLAINTS -> metrics.add(TICKETS, COMPLAINTS, COMPLAINTS_AT_ONCE);
            case DNS_WRONG -> parts.names().record(NameServer.API, NameServer.TARGET);
            default -> flag(fault, true);
        }
        present.add(fault);
        return result;
    }

    /** Removes a fault, whatever its current state. */
    @Override
    public synchronized String remove(SupabaseFault fault) throws IOException, SQLException {
        switch (fault) {
            case TARGET_FAILS, TARGET_SLOW, TARGET_VERY_SLOW -> target(Behaviour.Mode.HEALTHY);
            case TARGET_DB_DOWN -> start(parts.target());
            case TARGET_CORRUPT -> new RowDamage(parts.target()).repair();
            case CONNECTIONS_EXHAUSTED -> parts.connections().release();
            case SUPABASE_DB_DOWN -> start(parts.supabase());
            case SUPABASE_CORRUPT -> new RowDamage(parts.supabase()).repair();
            case FILES_LOST ->
                parts.targetFiles()
                        .copyTo(parts.supabaseFiles(), parts.targetFiles().missingIn(parts.supabaseFiles()));
            case FUNCTIONS_LOST -> parts.supabaseBehaviour().functions().addAll(Behaviour.FUNCTIONS);
            case BACKUP_DAMAGED -> parts.backups().stop(false);
            case BACKUPS_LOST -> showBackups();
            case COMPLAINTS -> {
                // What customers have said cannot be unsaid; it leaves the window of 30 minutes by itself.
            }
            case DNS_WRONG -> parts.names().record(NameServer.API, NameServer.BALANCER);
            default -> flag(fault, false);
        }
        present.remove(fault);
        return "mended";
    }

    /** Sets a fault that is a switch of a part. */
    private void flag(SupabaseFault fault, boolean on) throws SQLException {
        switch (fault) {
            case SIGN_IN_FAILS -> parts.targetBehaviour().refuseSignIn(on);
            case AI_FAILS -> parts.targetBehaviour().aiDown(on);
            case WRITES_STUCK -> parts.targetBehaviour().refusePause(on);
            case SYNC_BEHIND -> parts.sync().behind(on ? BEHIND : Duration.ZERO);
            case SYNC_STUCK -> parts.sync().stuck(on);
            case ROWS_LOST -> {
                new RowDamage(parts.supabase()).loseDocuments(on);
                if (on) { // there is a row to lose, however soon the rollback begins
                    new RowDamage(parts.target()).addDocument();
                }
            }
            case MIGRATION_STUCK -> parts.migration().ignorePause(on);
            case BALANCER_STUCK -> parts.routes().stuck(on);
            case DNS_STALE -> parts.names().stale(on);
            case SUPABASE_FAILS -> parts.supabaseBehaviour().mode(on ? Behaviour.Mode.FAILING : Behaviour.Mode.HEALTHY);
            case WEBHOOKS_DOWN -> webhooks.refuse(on);
            default -> {
                // ANOMALY is only reported.
            }
        }
    }

    /** Sets how the target answers, replacing an earlier fault of this kind. */
    private void target(Behaviour.Mode mode) {
        present.removeAll(
                EnumSet.of(SupabaseFault.TARGET_FAILS, SupabaseFault.TARGET_SLOW, SupabaseFault.TARGET_VERY_SLOW));
        parts.targetBehaviour().mode(mode);
    }

    private static void start(AppDatabase database) {
        if (!database.server().running()) {
            database.server().start();
        }
    }

    private int deleteFiles() throws IOException {
        int deleted = 0;
        for (String name : parts.supabaseFiles().names()) {
            if (name.startsWith("report-1")) {
                Files.delete(parts.supabaseFiles().folder().resolve(name));
                deleted++;
            }
        }
        return deleted;
    }

    private void damageNewestBackup() throws IOException, SQLException {
        parts.backups().take();
        parts.backups().stop(true);
        Optional<Backup> newest = parts.backups().newestValid();
        if (newest.isPresent()) {
            Path rows = newest.get().folder().resolve("documents.csv");
            Files.write(rows, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    private void hideBackups() throws IOException {
        parts.backups().stop(true);
        Files.move(parts.backups().folder(), hidden());
    }

    private void showBackups() throws IOException {
        if (Files.exists(hidden())) {
            Files.move(hidden(), parts.backups().folder());
        }
        parts.backups().stop(false);
    }

    private Path hidden() {
        return parts.backups().folder().resolveSibling(".backups.lost");
    }
}
