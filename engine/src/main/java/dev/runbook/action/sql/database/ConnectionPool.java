package dev.runbook.action.sql.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The open connections of a run to one database. A failure to connect is reported immediately instead of being retried
 * until a timeout: the run has retries itself. Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {
    private static final int MOST = 64;

    private final HikariDataSource pool;
    private final DriverSource source;
    private final Set<Waiter> waiters = new HashSet<>();

    ConnectionPool(Database database, Dialect dialect, Secrets secrets) {
        source = new DriverSource(database, dialect, secrets, this::failed);
        HikariConfig config = new HikariConfig();
        config.setPoolName(database.name());
        config.setDataSource(source);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(MOST);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(0); // the attempt's own deadline bounds the wait
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
    }

    /** Borrows a connection in autocommit mode; closing it returns it to the pool. */
    public Connection borrow() throws SQLException {
        Waiter waiter = new Waiter();
        synchronized (waiters) {
            waiters.add(waiter);
        }
        try {
            return pool.getConnection();
        } catch (SQLException interrupted) {
            throw waiter.failure == null ? interrupted : waiter.failure;
        } finally {
            synchronized (waiters) {
                waiters.remove(waiter);
                if (waiter.failure != null) {
                    Thread.interrupted(); // ours
                }
            }
        }
    }

    /** Returns the server session of a borrowed connection. */
    public ServerLink link(Connection borrowed) throws SQLException {
        return source.link(borrowed.unwrap(Connection.class));
    }

    /** Opens a separate connection to ask the server about another one; not part of the pool. */
    public Connection another() throws SQLException {
        return source.getConnection();
    }

    /** Removes a connection whose state has changed since it was borrowed; closing it then closes it for good. */
    public void evict(Connection connection) {
        pool.evictConnection(connection);
    }

    private void failed(SQLException failure) {
        synchronized (waiters) {
            for (Waiter waiter : waiters) {
                waiter.failure = failure;
                waiter.thread.interrupt();
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        SQLException failure;
    }
}
