package dev.runbook.lab.supabase;

import dev.runbook.lab.metrics.Metrics;
import dev.runbook.lab.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The database of one side as its application uses it: a few connections, and writes that can be paused. Thread-safe.
 */
final class AppDatabase {
    static final String DATABASE = "app";
    static final String USER = "app";

    private static final int CONNECTIONS = 12;
    private static final long LONGEST_WAIT_SECONDS = 5;
    /** SQLSTATE classes of a connection that can no longer be used. */
    private static final List<String> LOST = List.of("08", "57");

    private final PostgresServer server;
    private final Metrics metrics;
    private final Map<String, String> labels;
    private final Semaphore permits = new Semaphore(CONNECTIONS);
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final ReadWriteLock writing = new ReentrantReadWriteLock();
    private boolean paused;

    AppDatabase(PostgresServer server, Side side, Metrics metrics) {
        this.server = server;
        this.metrics = metrics;
        this.labels = Map.of("backend", side.word());
        metrics.add("database_connection_attempts_total", labels, 0);
        metrics.add("database_connection_success_total", labels, 0);
    }

    /** Thrown when writes are paused; PostgREST answers 405 for it. */
    static final class ReadOnlyException extends SQLException {
        private static final long serialVersionUID = 1L;

        ReadOnlyException() {
            super("cannot execute INSERT in a read-only transaction", "25006");
        }
    }

    PostgresServer server() {
        return server;
    }

    /** Returns the rows of a query. */
    List<Map<String, Object>> rows(String sql, Object... values) throws SQLException {
        return with(connection -> execute(connection, sql, values));
    }

    /**
     * Runs a statement that writes, and returns its rows.
     *
     * @throws ReadOnlyException while writes are paused
     */
    List<Map<String, Object>> write(String sql, Object... values) throws SQLException {
        writing.readLock().lock();
        try {
            if (paused) {
                throw new ReadOnlyException();
            }
            return rows(sql, values);
        } finally {
            writing.readLock().unlock();
        }
    }

    /** Pauses or resumes writes; returns when the last write before a pause has ended. */
    void pauseWrites(boolean pause) {
        writing.writeLock().lock();
        try {
            paused = pause;
        } finally {
            writing.writeLock().unlock();
        }
    }

    boolean writesPaused() {
        writing.readLock().lock();
        try {
            return paused;
        } finally {
            writing.readLock().unlock();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) throws SQLException {
        metrics.add("database_connection_attempts_total", labels, 1);
        acquire();
        try {
            Connection kept = idle.poll();
            if (kept != null) {
                try {
                    return run(kept, work);
                } catch (SQLException failure) {
                    if (!lost(failure)) {
                        throw failure;
                    }
                    // The server was restarted since; nothing was executed on the lost connection.
                }
            }
            return run(server.connect(DATABASE, USER), work);
        } finally {
            permits.release();
        }
    }

    private <T> T run(Connection connection, Work<T> work) throws SQLException {
        boolean reusable = false;
        try {
            T result = work.run(connection);
            reusable = true;
            metrics.add("database_connection_success_total", labels, 1);
            return result;
        } catch (SQLException failure) {
            reusable = !lost(failure);
            if (reusable) {
                metrics.add("database_connection_success_total", labels, 1);
            }
            throw failure;
        } finally {
            if (reusable) {
                idle.push(connection);
            } else {
                connection.close();
            }
        }
    }

    private void acquire() throws SQLException {
        try {
            if (!permits.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException(
                        "no connection was free within " + LONGEST_WAIT_SECONDS + " s", "08001");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", "08001", closing);
        }
    }

    private static boolean lost(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || LOST.stream().anyMatch(state::startsWith);
    }

    /** Runs one statement on a connection and returns its rows; none for one without a result. */
    static List<Map<String, Object>> execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet result = statement.getResultSet()) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        Map<String, Object> row = new LinkedHashMap<>();
                        for (int i = 1; i <= columns; i++) {
                            row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                        }
                        rows.add(row);
                    }
                }
            }
            return rows;
        }
    }
}
