package dev.runbook.lab.supabase;

import dev.runbook.lab.postgres.Logins;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The migration's synchronization: carries the rows that customers change on the target back to Supabase, table by
 * table, so that a rollback finds them there. It runs behind by its period, or more when it is stuck. Thread-safe.
 */
final class SyncJob implements AutoCloseable {
    static final String MIGRATION = "migration";

    private static final long EVERY_SECONDS = 10;

    /** A row is visible some time after its time of change: the transaction commits later. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private final AppDatabase target;
    private final AppDatabase supabase;
    private final StoredFiles targetFiles;
    private final StoredFiles supabaseFiles;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "synchronization");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean paused;
    private volatile boolean stuck;
    private volatile boolean running;
    private volatile Instant lastSync = Instant.now();

    SyncJob(AppDatabase target, AppDatabase supabase, StoredFiles targetFiles, StoredFiles supabaseFiles) {
        this.target = target;
        this.supabase = supabase;
        this.targetFiles = targetFiles;
        this.supabaseFiles = supabaseFiles;
    }

    void start() {
        var unused = schedule.scheduleWithFixedDelay(this::round, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void pause(boolean pause) {
        paused = pause;
    }

    boolean paused() {
        return paused;
    }

    /** While true, the job runs but carries nothing. */
    void stuck(boolean now) {
        stuck = now;
    }

    /** Sets it as it is after it has carried nothing for this time; without a time it carries again. */
    void behind(Duration time) {
        stuck = !time.isZero();
        lastSync = lastSync.minus(time);
    }

    boolean running() {
        return running;
    }

    /** Returns the end of the last round that carried every table. */
    Instant lastSync() {
        return lastSync;
    }

    private void round() {
        // A target that is read-only belongs to a runbook that carries its rows back itself.
        if (paused || stuck || target.writesPaused()) {
            return;
        }
        running = true;
        try {
            carryAll();
            lastSync = Instant.now();
        } catch (SQLException | IOException | RuntimeException failure) {
            // The next round tries again.
            System.err.println("synchronization: " + failure.getMessage());
        } finally {
            running = false;
        }
    }

    private void carryAll() throws SQLException, IOException {
        Instant upTo = Instant.now().minus(OVERLAP);
        try (Connection state = supabase.server().connect(MIGRATION, Logins.ADMINISTRATOR);
                Connection from = target.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR);
                Connection to = supabase.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR)) {
            for (Map<String, Object> table : AppDatabase.execute(
                    state, "SELECT name, last_sync FROM migration_tables WHERE active ORDER BY foreign_key_order")) {
                if (paused) {
                    return;
                }
                String name = table.get("name").toString();
                Timestamp since = (Timestamp) table.get("last_sync");
                // Read the changed rows before their files are copied: a row is never without its file.
                List<Map<String, Object>> changed = AppDatabase.execute(
                        from, "SELECT * FROM " + name + " WHERE updated_at > ? ORDER BY updated_at", since);
                targetFiles.copyTo(supabaseFiles, targetFiles.missingIn(supabaseFiles));
                carry(name, changed, to);
                AppDatabase.execute(
                        state, "UPDATE migration_tables SET last_sync = ? WHERE name = ?", Timestamp.from(upTo), name);
            }
        }
    }

    /** Inserts or updates each changed row. The names are those of the estate's own schema. */
    private static void carry(String table, List<Map<String, Object>> changed, Connection to) throws SQLException {
        to.setAutoCommit(false);
        for (Map<String, Object> row : changed) {
            List<String> columns = List.copyOf(row.keySet());
            String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
            String changes = columns.stream()
                    .map(column -> column + " = excluded." + column)
                    .collect(Collectors.joining(", "));
            AppDatabase.execute(
                    to,
                    "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + marks
                            + ") ON CONFLICT (id) DO UPDATE SET " + changes,
                    row.values().toArray());
        }
        to.commit();
        to.setAutoCommit(true);
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
