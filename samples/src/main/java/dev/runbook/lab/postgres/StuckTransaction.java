package dev.runbook.lab.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A session that changes stock and stays idle in its transaction, so that every order waits for it. Not thread-safe.
 */
public final class StuckTransaction {
    private final PostgresServer server;
    private Connection session;
    private int process;

    public StuckTransaction(PostgresServer server) {
        this.server = server;
    }

    /** Opens the session; returns the number of its server process. */
    public int open() throws SQLException {
        close();
        session = server.connect(ErpgoRows.DATABASE, ErpgoRows.USER);
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("SET application_name = 'price import'");
            statement.execute("UPDATE stock SET price = price * 2");
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                process = row.getInt(1);
            }
        }
        return process;
    }

    /** Returns the number of the server process of the session that was opened last. */
    public int process() {
        return process;
    }

    /** Returns whether the session still exists; false once it was ended. */
    public boolean present() {
        if (session == null) {
            return false;
        }
        try (Connection other = server.connect(ErpgoRows.DATABASE, Logins.ADMINISTRATOR);
                Statement statement = other.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE pid = " + process)) {
            row.next();
            return row.getInt(1) > 0;
        } catch (SQLException down) {
            return false;
        }
    }

    /** Ends the session, which rolls its changes back. */
    public void close() {
        if (session != null) {
            try {
                session.close();
            } catch (SQLException ended) {
                // The session was ended before, which rolled its changes back too.
            }
            session = null;
        }
    }
}
