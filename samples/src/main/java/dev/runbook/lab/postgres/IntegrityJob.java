package dev.runbook.lab.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * ERPGo's integrity job: every few seconds it queries the database for damaged rows, and if there are none records the
 * time with a checksum of every table, {@code backups/integrity/MOMENT.json}. The newest record is the last time known
 * to be good: the target of a recovery when none is given. Thread-safe.
 */
public final class IntegrityJob implements AutoCloseable {
    private static final long PERIOD_SECONDS = 10;
    private static final int RECORDS_KEPT = 200;

    private final PostgresServer server;
    private final ErpgoRows rows;
    private final Path folder;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "integrity job");
        thread.setDaemon(true);
        return thread;
    });

    public IntegrityJob(PostgresServer server, ErpgoRows rows) throws IOException {
        this.server = server;
        this.rows = rows;
        this.folder = Files.createDirectories(server.backups().resolve("integrity"));
    }

    public void start() {
        var unused = schedule.scheduleWithFixedDelay(
                this::checkIfPossible, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Runs the check now. Returns the recorded time; empty when rows are damaged. */
    public Optional<Instant> check() throws SQLException, IOException {
        return rows.quietly(() -> {
            try (Connection connection = server.connect(ErpgoRows.DATABASE, Logins.RUNBOOKS)) {
                return damaged(connection) ? Optional.empty() : Optional.of(record(connection));
            }
        });
    }

    /** Returns the number of damaged rows. */
    public long violations() throws SQLException {
        try (Connection connection = server.connect(ErpgoRows.DATABASE, Logins.RUNBOOKS)) {
            return number(connection, "SELECT count(*) FROM integrity_violations");
        }
    }

    private void checkIfPossible() {
        try {
            check();
        } catch (SQLException | IOException down) {
            // While the server is down or recovering, the check is not possible and the last record stays.
        }
    }

    private static boolean damaged(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM integrity_violations") > 0;
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Instant record(Connection connection) throws SQLException, IOException {
        ObjectNode record = Json.object();
        ObjectNode tables = Json.object();
        Instant moment;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet checksums = statement.executeQuery("SELECT * FROM table_checksums")) {
                while (checksums.next()) {
                    tables.putObject(checksums.getString("table_name"))
                            .put("rows", checksums.getLong("row_count"))
                            .put("checksum", checksums.getString("checksum"));
                }
            }
            try (ResultSet now = statement.executeQuery("SELECT clock_timestamp()")) {
                now.next();
                moment = Moment.after(now.getTimestamp(1).toInstant());
            }
            // No order is written before this time has passed, so that it separates earlier from later orders.
            statement.execute("SELECT pg_sleep(0.005)");
        }
        record.put("at", moment.toString());
        record.set("tables", tables);
        Path writing = folder.resolve("." + moment);
        Files.write(writing, Json.write(record));
        Files.move(writing, folder.resolve(moment + ".json"), StandardCopyOption.ATOMIC_MOVE);
        forgetOldest();
        return moment;
    }

    private void forgetOldest() throws IOException {
        try (Stream<Path> records = Files.list(folder)) {
            for (Path old : records.sorted(java.util.Comparator.reverseOrder())
                    .skip(RECORDS_KEPT)
                    .toList()) {
                Files.delete(old);
            }
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
