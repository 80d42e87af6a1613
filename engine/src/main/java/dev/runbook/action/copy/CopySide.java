package dev.runbook.action.copy;

import dev.runbook.action.sql.SqlWork;
import dev.runbook.action.sql.database.ConnectionPool;
import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.script.SqlIdentifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * One of the two databases of a copy: its connection, and the statement running on it. Used by the thread of the copy;
 * another thread may stop it.
 */
final class CopySide implements AutoCloseable {
    /** A call of the driver. */
    interface Call<T> {
        T call() throws SQLException;
    }

    /** A call of the driver without a result. */
    interface VoidCall {
        void call() throws SQLException;
    }

    private final String database;
    private final Dialect dialect;
    private final TableDialect tables;
    private final ConnectionPool pool;

    private final SqlWork work = new SqlWork();
    private Connection connection;

    CopySide(String database, Dialect dialect, TableDialect tables, ConnectionPool pool) {
        this.database = database;
        this.dialect = dialect;
        this.tables = tables;
        this.pool = pool;
    }

    String database() {
        return database;
    }

    Dialect dialect() {
        return dialect;
    }

    TableDialect tables() {
        return tables;
    }

    ConnectionPool pool() {
        return pool;
    }

    /** Opens a separate connection in autocommit mode. */
    void open() {
        try {
            connection = work.connect(pool);
        } catch (SQLException unreachable) {
            throw new CopyFailure(this, unreachable);
        }
    }

    /** Returns why the server does not accept writes; empty when it does. */
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

    /** Prepares a query whose rows are fetched in portions of this size. */
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

    /** Calls the driver and waits for the database; another thread may end the call by cancelling {@code statement}. */
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

    void call(Statement statement, VoidCall call) {
        call(statement, () -> {
            call.call();
            return true;
        });
    }

    void local(VoidCall call) {
        local(() -> {
            call.call();
            return true;
        });
    }

    /** Makes a call that sends nothing. */
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

    /** Turns autocommit off: from now on a transaction lasts until {@link #commit} or {@link #rollBack}. */
    void inTransactions() {
        local(() -> {
            connection.setAutoCommit(false);
        });
    }

    void commit() {
        local(() -> {
            work.mustNotBeStopped("committed");
            connection.commit();
        });
    }

    /** Rolls back the current transaction; returns whether it could: a lost connection has rolled it back by itself. */
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

    /** Returns the work on this side, for the thread that stops it. */
    SqlWork work() {
        return work;
    }

    /** Closes the connection; its settings do not affect other users of the pool. */
    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            if (rollBack()) {
                connection.setAutoCommit(true); // would commit what is left, but nothing is
            }
            pool.evict(connection);
            connection.close();
        } catch (SQLException gone) {
            // the pool has already discarded it
        }
    }
}
