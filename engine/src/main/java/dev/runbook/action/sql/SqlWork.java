package dev.runbook.action.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** How far work on one connection is. Told by the thread that calls the driver; whoever has to stop it asks, from another. */
final class SqlWork {
    /** The SQL state of a statement cancelled by its user. */
    private static final String CANCELLED = "57014";

    private volatile Connection connection;
    private volatile Optional<ServerSession> session = Optional.empty();
    private volatile Statement running;
    private volatile boolean stopping;

    void connected(Connection open) {
        connection = open;
    }

    void in(Optional<ServerSession> found) {
        session = found;
    }

    /** The server is at it until {@link #ended}. */
    void began(Statement statement) {
        running = statement;
    }

    void ended() {
        running = null;
    }

    /**
     * To be asked before anything is sent.
     *
     * @param done what would be: {@code sent}, {@code committed}
     */
    void mustNotBeStopped(String done) throws SQLException {
        if (stopping) {
            throw new SQLException("stopped before it was " + done, CANCELLED);
        }
    }

    /** Empty while it is still connecting. */
    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    /** The statement the server is at, if it is at one. */
    Optional<Statement> running() {
        return Optional.ofNullable(running);
    }

    Optional<ServerSession> session() {
        return session;
    }

    /** From now on no further statement is sent. */
    void sendNoMore() {
        stopping = true;
    }
}
