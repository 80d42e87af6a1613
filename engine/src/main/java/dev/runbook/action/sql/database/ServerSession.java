package dev.runbook.action.sql.database;

import java.sql.Connection;
import java.sql.SQLException;

/** The server's session of one connection, as another connection sees it. */
public interface ServerSession {
    /** Returns the name for people: {@code backend 4711}. */
    String name();

    boolean stillRuns(Connection other) throws SQLException;

    /** Ends the whole session, for a statement that ignores its cancel. */
    void end(Connection other) throws SQLException;
}
