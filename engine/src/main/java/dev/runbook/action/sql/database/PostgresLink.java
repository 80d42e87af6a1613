package dev.runbook.action.sql.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * Finds the server process of a connection to PostgreSQL. A pooler such as PgBouncer reports an invented process number
 * to its clients, so the server is asked for its own. Behind a pooler a connection does not have its own process: it is
 * found by the application name, which poolers forward with each transaction.
 */
final class PostgresLink {
    private static final String RUNNING = " and state is distinct from 'idle' and pid <> pg_backend_pid()";

    private PostgresLink() {}

    static ServerLink of(Connection connection, Properties settings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer =
                        statement.executeQuery("select pg_backend_pid(), current_setting('application_name')")) {
            answer.next();
            int pid = answer.getInt(1);
            String name = answer.getString(2);
            if (pid == connection.unwrap(PGConnection.class).getBackendPID()) {
                return ServerLink.to(new Backend(pid));
            }
            boolean passedOn = name.equals(settings.getProperty(Postgres.APPLICATION_NAME));
            return new ServerLink(passedOn ? Optional.of(new Pooled(name)) : Optional.empty(), true);
        }
    }

    /** A server process that belongs to the connection. */
    private record Backend(int pid) implements ServerSession {
        @Override
        public String name() {
            return "backend " + pid;
        }

        @Override
        public boolean stillRuns(Connection other) throws SQLException {
            return found(other, "select 1 from pg_stat_activity where pid = cast(? as integer)" + RUNNING, pid);
        }

        @Override
        public void end(Connection other) throws SQLException {
            found(other, "select pg_terminate_backend(cast(? as integer))", pid);
        }
    }

    /** The server process that a pooler currently uses for the connection. */
    private record Pooled(String applicationName) implements ServerSession {
        @Override
        public String name() {
            return "session '" + applicationName + "'";
        }

        @Override
        public boolean stillRuns(Connection other) throws SQLException {
            return found(other, "select 1 from pg_stat_activity where application_name = ?" + RUNNING, applicationName);
        }

        /** Finds and ends the process in one statement, so that it cannot belong to another client by then. */
        @Override
        public void end(Connection other) throws SQLException {
            found(
                    other,
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?" + RUNNING,
                    applicationName);
        }
    }

    private static boolean found(Connection other, String query, Object parameter) throws SQLException {
        try (PreparedStatement ask = other.prepareStatement(query)) {
            ask.setObject(1, parameter);
            try (ResultSet answer = ask.executeQuery()) {
                return answer.next();
            }
        }
    }
}
