package dev.runbook.action.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * One of the two databases of a copy: its connection, and whatever runs on it. Used by the thread that carries the
 * rows; another may stop it.
 */
final class CopySide implements AutoCloseable {
    /** What a driver does at its database's pace. */
    interface Call<T> {
        T call() throws SQLException;
    }

    private final String database;
    private final Dialect dialect;
    private final ConnectionPool pool;

    private final SqlWork work = new SqlWork();
    private Connection connection;

    CopySide(String database, Dialect dialect, ConnectionPool pool) {
        this.database = database;
        this.dialect = dialect;
        this.pool = pool;
    }

    String database() {
        return database;
    }

    Dialect dialect() {
        return dialect;
    }

    TableDialect tables() {
        return dialect.tables();
    }

    ConnectionPool pool() {
        return pool;
    }

    /** A connection of its own, each statement committed by itself. */
    void open() {
        try {
            connection = pool.borrow();
            work.in(pool.link(connection).session());
            work.connected(connection);
        } catch (SQLException unreachable) {
            throw new CopyFailure(this, unreachable);
        }
    }

    /** Why the server takes no writes; empty when it does. */
    Optional<String> notPrimary() {
        return local(() -> dialect.notPrimary(connection));
    }

    String quoted(SqlIdentifier name) {
        return String.join(
                ".",
                name.names().stream()
                        .map(part -> dialect.identifier(String.valueOf(part)))
                        .toList());
    }

    PreparedStatement prepare(String sql) {
        try {
            return connection.prepareStatement(sql);
        } catch (SQLException failure) {
            throw new CopyFailure(this, failure);
        }
    }

    /** Rows come in portions of this size where they are many. */
    PreparedStatement prepareStream(String sql, int portion) {
        try {
            PreparedStatement statement =
                    connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(portion);
            return statement;
        } catch (SQLException failure) {
            throw new CopyFailure(this, failure);
        }
    }

    /** Waits for the database, which another thread may end by cancelling {@code statement}. */
    <T> T call(Statement statement, Call<T> call) {
        work.began(statement);
        try {
            work.mustNotBeStopped("sent");
            return call.call();
        } catch (SQLException failure) {
            throw new CopyFailure(this, failure);
        } finally {
            work.ended();
        }
    }

    /** For calls that send nothing. */
    <T> T local(Call<T> call) {
        try {
            return call.call();
        } catch (SQLException failure) {
            throw new CopyFailure(this, failure);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            call(statement, () -> statement.execute(sql));
        } catch (SQLException failure) {
            throw new CopyFailure(this, failure);
        }
    }

    /** From now on a transaction lasts until {@link #commit} or {@link #rollBack}. */
    void inTransactions() {
        local(() -> {
            connection.setAutoCommit(false);
            return null;
        });
    }

    void commit() {
        local(() -> {
            work.mustNotBeStopped("committed");
            connection.commit();
            return null;
        });
    }

    /** Undoes what has not been committed; whether it could: a connection that is gone has undone it by itself. */
    boolean rollBack() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return true;
        } catch (SQLException gone) {
            return false;
        }
    }

    /** For whoever has to stop it. */
    SqlWork work() {
        return work;
    }

    /** Ends the connection; settings made in it reach nobody else. */
    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            if (rollBack()) {
                connection.setAutoCommit(true); // commits what is left, of which there is nothing
            }
            pool.evict(connection);
            connection.close();
        } catch (SQLException gone) {
            // then the pool has given it up already
        }
    }
}
