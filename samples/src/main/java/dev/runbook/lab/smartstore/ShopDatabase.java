package dev.runbook.lab.smartstore;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The database of one part of the shop, over the real driver: one connection, which is opened again after an error.
 * Thread-safe.
 */
final class ShopDatabase implements AutoCloseable {
    private static final int LONGEST_LOGIN_SECONDS = 3;

    private final SQLServerDataSource source = new SQLServerDataSource();
    private Optional<Connection> open = Optional.empty();

    ShopDatabase(String address, int port, String database, String user, String password) {
        source.setServerName(address);
        source.setPortNumber(port);
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setEncrypt("false");
        source.setLoginTimeout(LONGEST_LOGIN_SECONDS);
        source.setApplicationName("smartstore");
    }

    /** Work on the connection. */
    @FunctionalInterface
    interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    synchronized <R> R with(Work<R> work) throws SQLException {
        boolean reused = open.isPresent();
        Connection connection = reused ? open.get() : source.getConnection();
        open = Optional.of(connection);
        try {
            return work.run(connection);
        } catch (SQLException failure) {
            boolean ended = connection.isClosed();
            close();
            if (reused && ended) {
                // The server ended the session while nobody used it.
                return with(work);
            }
            throw failure;
        }
    }

    /** Executes one statement with parameters; returns its update count. */
    int update(String sql, Object... values) throws SQLException {
        return with(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    /** Returns the number that a query counts. */
    long count(String sql) throws SQLException {
        return with(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                return row.next() ? row.getLong(1) : 0;
            }
        });
    }

    @Override
    public synchronized void close() {
        open.ifPresent(connection -> {
            try {
                connection.close();
            } catch (SQLException lost) {
                // The server is gone, and with it the session.
            }
        });
        open = Optional.empty();
    }
}
