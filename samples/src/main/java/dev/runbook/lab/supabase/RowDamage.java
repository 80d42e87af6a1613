package dev.runbook.lab.supabase;

import dev.runbook.lab.postgres.Logins;
import java.sql.Connection;
import java.sql.SQLException;

/** Damages rows of one side without a new time of change, as a faulty disk or query does, and repairs them. */
record RowDamage(AppDatabase database) {
    private static final String DOCUMENTS =
            "FROM generate_series(1, 2000) n WHERE n % 7 = 0 AND id = md5('document ' || n)::uuid";
    private static final String USERS = "FROM generate_series(1, 200) n WHERE n % 50 = 0";

    /** Overwrites documents and deletes users; returns a line that describes the result. */
    String damage() throws SQLException {
        try (Connection connection = connect()) {
            int documents = update(connection, "UPDATE documents SET body = 'unreadable' " + DOCUMENTS);
            int users = update(
                    connection, "DELETE FROM auth.users WHERE id IN (SELECT md5('user ' || n)::uuid " + USERS + ")");
            return documents + " documents overwritten, " + users + " users deleted";
        }
    }

    /** Restores the rows of the beginning that were damaged. */
    void repair() throws SQLException {
        try (Connection connection = connect()) {
            update(connection, "UPDATE documents SET body = 'The text of document ' || n " + DOCUMENTS);
            update(
                    connection,
                    "INSERT INTO auth.users (id, email, password, updated_at)"
                            + " SELECT md5('user ' || n)::uuid, 'user' || n || '@example.com', 'password-' || n,"
                            + " timestamptz '2026-01-01' + n * interval '1 hour' " + USERS
                            + " ON CONFLICT DO NOTHING");
        }
    }

    /** Returns whether a row is damaged. */
    boolean present() throws SQLException {
        return !database.rows(
                        "SELECT id FROM business_rule_violations UNION ALL SELECT id FROM broken_references LIMIT 1")
                .isEmpty();
    }

    /** Silently discards documents that are inserted from now on, or keeps them again. */
    void loseDocuments(boolean lose) throws SQLException {
        try (Connection connection = connect()) {
            update(connection, "DROP TRIGGER IF EXISTS lose ON documents");
            if (lose) {
                update(
                        connection,
                        "CREATE OR REPLACE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN RETURN NULL; END'");
                update(
                        connection,
                        "CREATE TRIGGER lose BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION lose()");
            }
        }
    }

    /** Adds a document now, as a customer does. */
    void addDocument() throws SQLException {
        try (Connection connection = connect()) {
            update(
                    connection,
                    "INSERT INTO documents (owner_id, title, body, words)"
                            + " SELECT id, 'Written before the rollback', 'One more text', 3 FROM auth.users LIMIT 1");
        }
    }

    /** Opens a connection on which references between tables are not checked. */
    private Connection connect() throws SQLException {
        Connection connection = database.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR);
        update(connection, "SET session_replication_role = replica");
        return connection;
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
