package dev.runbook.action.sql;

import dev.runbook.action.sql.database.ConnectionPool;
import dev.runbook.action.sql.database.ServerSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The progress of work on one connection. Updated by the thread that calls the driver, read by the thread that stops
 * it.
 */
public final class SqlWork {
    /** The SQL state of a statement cancelled by its user. */
    private static final String CANCELLED = "57014";

    private volatile Connection connection;
    private volatile Optional<ServerSession> session = Optional.empty();
    private volatile Statement running;
    private volatile boolean stopping;

    /** Borrows the connection; empty as long as it waits, so that a stop has nothing to cancel. */
    public Connection connect(ConnectionPool pool) throws SQLException {
        Connection open = pool.borrow();
        session = pool.link(open).session();
        connection = open;
        return open;
    }

    /** Records that the server is executing the statement, until {@link #ended}. */
    public void began(Statement statement) {
        running = statement;
    }

    public void ended() {
        running = null;
    }

    /**
     * Checks that work was not stopped; call before anything is sent.
     *
     * @param done what would be done: {@code sent}, {@code committed}
     */
    public void mustNotBeStopped(String done) throws SQLException {
        if (stopping) {
            throw new SQLException("stopped before it was " + done, CANCELLED);
        }
    }

    /** Returns the connection; empty while it is being opened. */
    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    /** Returns the statement that the server is executing, if any. */
    Optional<Statement> running() {
        return Optional.ofNullable(running);
    }

    Optional<ServerSession> session() {
        return session;
    }

    /** Prevents further statements. */
    void sendNoMore() {
        stopping = true;
    }
}
