package dev.runbook.action.sql;

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
 * The open connections of a run to one database. A connection that cannot be made is told at once, in place of being
 * tried again until some time is up: the run has retries of its own. Thread-safe.
 */
final class ConnectionPool implements AutoCloseable {
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

    /** A connection in autocommit; closing it gives it back. */
    Connection borrow() throws SQLException {
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

    /** Where a borrowed connection leads. */
    ServerLink link(Connection borrowed) throws SQLException {
        return source.link(borrowed.unwrap(Connection.class));
    }

    /** A connection of its own, for a question about another; not part of the pool. */
    Connection another() throws SQLException {
        return source.getConnection();
    }

    /** For a connection that is not what it was when it was borrowed; closing it then ends it. */
    void evict(Connection connection) {
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
