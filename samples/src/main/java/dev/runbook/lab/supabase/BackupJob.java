package dev.runbook.lab.supabase;

import dev.runbook.lab.postgres.Logins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes a backup of Supabase every half minute and keeps the newest. Data that breaks a rule is not backed up: the
 * backups of before must not be pushed out by damage. Thread-safe.
 */
final class BackupJob implements AutoCloseable {
    private static final long EVERY_SECONDS = 30;
    private static final int KEPT = 4;
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final AppDatabase supabase;
    private final StoredFiles storage;
    private final Path folder;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "backups");
        thread.setDaemon(true);
        return thread;
    });
    private boolean stopped;

    BackupJob(AppDatabase supabase, StoredFiles storage, Path folder) {
        this.supabase = supabase;
        this.storage = storage;
        this.folder = folder;
    }

    /** Takes the first backup, and then one every half minute. */
    void start() throws IOException, SQLException {
        Files.createDirectories(folder);
        take();
        var unused = schedule.scheduleWithFixedDelay(this::round, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void round() {
        try {
            take();
        } catch (IOException | SQLException | RuntimeException failure) {
            System.err.println("backups: " + failure.getMessage());
        }
    }

    /** While true, no backup is taken. */
    synchronized void stop(boolean stop) {
        stopped = stop;
    }

    synchronized void take() throws IOException, SQLException {
        if (stopped) {
            return;
        }
        try (Connection connection = supabase.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Instant at = Instant.now();
            if (!damaged(connection)) {
                Path taking = folder.resolve(".taking");
                delete(taking);
                Backup.take(taking, connection, storage, at);
                Files.move(taking, folder.resolve(ID.format(at)));
            }
            connection.commit();
        }
        List<Backup> backups = backups();
        for (Backup old : backups.subList(Math.min(KEPT, backups.size()), backups.size())) {
            delete(old.folder());
        }
    }

    private static boolean damaged(Connection connection) throws SQLException {
        return !AppDatabase.execute(
                        connection,
                        "SELECT id FROM business_rule_violations UNION ALL SELECT id FROM broken_references LIMIT 1")
                .isEmpty();
    }

    /** Returns all backups, the newest first. */
    synchronized List<Backup> backups() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted(Comparator.reverseOrder())
                    .map(Backup::new)
                    .toList();
        }
    }

    Optional<Backup> named(String id) throws IOException {
        return backups().stream().filter(backup -> backup.id().equals(id)).findFirst();
    }

    /** Returns the newest backup that is whole. */
    Optional<Backup> newestValid() throws IOException {
        for (Backup backup : backups()) {
            if (backup.valid()) {
                return Optional.of(backup);
            }
        }
        return Optional.empty();
    }

    Path folder() {
        return folder;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(tree)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
