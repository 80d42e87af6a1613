package dev.runbook.action.sql;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Optional;

/** Work on one connection, as the one who has to stop it sees it. Asked from other threads. */
interface SqlWork {
    /** Empty while it is still connecting. */
    Optional<Connection> connection();

    /** The statement the server is at, if it is at one. */
    Optional<Statement> running();

    Optional<Dialect.ServerSession> session();

    /** Sends no further statement. */
    void sendNoMore();
}
