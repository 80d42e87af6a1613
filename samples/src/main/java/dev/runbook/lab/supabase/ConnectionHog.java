package dev.runbook.lab.supabase;

import dev.runbook.lab.metrics.Metrics;
import dev.runbook.lab.postgres.Logins;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Measures how many of the target's database connections are in use, and takes nearly all of them. Thread-safe. */
final class ConnectionHog implements AutoCloseable {
    private static final double SHARE = 0.92;

    private final AppDatabase database;
    private final Deque<Connection> taken = new ArrayDeque<>();
    private Connection observer;

    ConnectionHog(AppDatabase database, Metrics metrics) {
        this.database = database;
        metrics.gauge("resource_utilization_ratio", Map.of("resource", "connections"), this::share);
    }

    /** Returns the share of connections in use; NaN while the server does not answer. */
    private synchronized double share() {
        try {
            if (observer == null || observer.isClosed()) {
                observer = open();
            }
            return ((Number) AppDatabase.execute(
                                    observer,
                                    "SELECT count(*)::float8 / current_setting('max_connections')::int AS share"
                                            + " FROM pg_stat_activity WHERE backend_type = 'client backend'")
                            .get(0)
                            .get("share"))
                    .doubleValue();
        } catch (SQLException down) {
            close(observer);
            observer = null;
            return Double.NaN;
        }
    }

    synchronized void take() throws SQLException {
        while (share() < SHARE) {
            taken.push(open());
        }
    }

    synchronized void release() {
        while (!taken.isEmpty()) {
            close(taken.pop());
        }
    }

    private Connection open() throws SQLException {
        return database.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR);
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            // The server has ended it.
        }
    }

    @Override
    public synchronized void close() {
        release();
        close(observer);
    }
}
