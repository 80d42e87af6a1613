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

/** Damages ERPGo's rows as a bad release would, and can put them back. Used by one thread at a time. */
public final class RowDamage {
    /** In the order they can be filled: the last refers to the others. */
    private static final List<String> TABLES = List.of("users", "stock", "orders");

    private final PostgresServer server;
    private final IntegrityJob integrity;
    private final Path saved;

    /** @param saved a folder for the rows as they were */
    public RowDamage(PostgresServer server, IntegrityJob integrity, Path saved) {
        this.server = server;
        this.integrity = integrity;
        this.saved = saved;
    }

    /**
     * What was done.
     *
     * @param lastGood the moment just before, with an integrity record of its own
     */
    public record Done(Instant lastGood, int users, int orders, int stock) {}

    /** Overwrites addresses, deletes orders and spoils stock counts, after it has written down how the rows were. */
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

    /** Puts the saved rows back; what was written since the damage is lost. Nothing is done when the rows are sound again. */
    public void putBack() throws SQLException, IOException {
        if (integrity.violations() == 0) {
            return;
        }
        try (Connection connection = server.connect(ErpgoRows.DATABASE, Logins.ADMINISTRATOR)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE " + String.join(", ", TABLES));
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

    /** Whether no row is damaged; false also when the server cannot be asked. */
    public boolean sound() {
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
