package dev.runbook.lab.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Damages ERPGo's rows like a faulty release, and can restore them. Used by one thread at a time. */
public final class RowDamage {
    /** In the order in which they can be filled: the last refers to the others. */
    private static final List<String> TABLES = List.of("users", "stock", "orders");

    private final PostgresServer server;
    private final IntegrityJob integrity;
    private final Path saved;

    /**
     * @param saved a folder for the original rows
     */
    public RowDamage(PostgresServer server, IntegrityJob integrity, Path saved) {
        this.server = server;
        this.integrity = integrity;
        this.saved = saved;
    }

    /**
     * The result of the damage.
     *
     * @param lastGood the time just before, which has an integrity record
     */
    public record Done(Instant lastGood, int users, int orders, int stock) {}

    /** Overwrites addresses, deletes orders and corrupts stock counts, after saving the original rows. */
    public Done damage() throws SQLException, IOException {
        Instant lastGood = integrity
                .check()
                .orElseThrow(() -> new SQLException("the rows are damaged already; mend corrupt-rows first"));
        try (Connection connection = server.connect(ErpgoRows.DATABASE, Logins.ADMINISTRATOR)) {
            save(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                int users = statement.executeUpdate("UPDATE users SET email = 'corrupted@invalid' WHERE id % 7 = 0");
                int orders = statement.executeUpdate("DELETE FROM orders WHERE id % 3 = 0");
                int stock = statement.executeUpdate("UPDATE stock SET quantity = -quantity WHERE id % 11 = 0");
                connection.commit();
                return new Done(lastGood, users, orders, stock);
            }
        }
    }

    /**
     * Restores the saved rows; changes since the damage are lost. Does nothing if no row is damaged. Orders wait
     * meanwhile and readers do not: a TRUNCATE would lock readers out too, and they take the tables in any order, which
     * can deadlock.
     */
    public void restore() throws SQLException, IOException {
        if (integrity.violations() == 0) {
            return;
        }
        try (Connection connection = server.connect(ErpgoRows.DATABASE, Logins.ADMINISTRATOR)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // In the order in which an order takes them.
                statement.execute("LOCK TABLE stock, orders IN EXCLUSIVE MODE");
                // Without a look for references at each row: all rows are replaced.
                statement.execute("SET LOCAL session_replication_role = replica");
                for (String table : TABLES) {
                    statement.execute("DELETE FROM " + table);
                }
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : TABLES) {
                try (InputStream rows = Files.newInputStream(file(table))) {
                    copy.copyIn("COPY " + table + " FROM STDIN", rows);
                }
            }
            connection.commit();
        }
    }

    /** Returns whether no row is damaged; false also when the server cannot be queried. */
    public boolean undamaged() {
        try {
            return integrity.violations() == 0;
        } catch (SQLException down) {
            return false;
        }
    }

    private void save(Connection connection) throws SQLException, IOException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (String table : TABLES) {
            try (OutputStream rows = Files.newOutputStream(file(table))) {
                copy.copyOut("COPY " + table + " TO STDOUT", rows);
            }
        }
    }

    private Path file(String table) {
        return saved.resolve(table + ".copy");
    }
}
