package dev.runbook.action.sql.database;

import java.util.Optional;

/**
 * The server session of a connection.
 *
 * @param session empty for a database without a server, and behind a pooler that hides which session it uses
 * @param shared whether a pooler may assign the server's session to another client after each transaction
 */
public record ServerLink(Optional<ServerSession> session, boolean shared) {
    static ServerLink to(ServerSession session) {
        return new ServerLink(Optional.of(session), false);
    }

    /** Returns the link to a database that is a file. */
    static ServerLink none() {
        return new ServerLink(Optional.empty(), false);
    }
}
