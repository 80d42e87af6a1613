package dev.runbook.lab.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The databases of the server, and the sessions that use them. Thread-safe. */
final class Databases {
    static final String MASTER = "master";
    private static final int NO_DATABASE = 911;

    private final Map<String, Database> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<SqlSession> sessions = ConcurrentHashMap.newKeySet();

    Databases() throws SQLException {
        create(MASTER);
        try (Connection connection = named(MASTER).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema msdb");
            statement.execute("create table msdb.backupset (media_set_id int identity primary key,"
                    + " database_name nvarchar(128), type char(1), backup_start_date datetime2,"
                    + " backup_finish_date datetime2)");
            statement.execute(
                    "create table msdb.backupmediafamily (media_set_id int," + " physical_device_name nvarchar(260))");
        }
    }

    synchronized Database create(String name) throws SQLException {
        Database database = new Database(name);
        byName.put(name, database);
        return database;
    }

    synchronized Database named(String name) throws ServerException {
        Database database = byName.get(name);
        if (database == null) {
            throw new ServerException(NO_DATABASE, "Database '" + name + "' does not exist.");
        }
        return database;
    }

    void add(SqlSession session) {
        sessions.add(session);
    }

    void remove(SqlSession session) {
        sessions.remove(session);
    }

    boolean usedByAnother(Database database, SqlSession session) {
        return sessions.stream().anyMatch(other -> other != session && other.database() == database);
    }

    /** Ends the sessions of a database whose user is not privileged. */
    void endUnprivileged(Database database) {
        sessions.stream()
                .filter(session -> session.database() == database && !session.privileged())
                .forEach(SqlSession::end);
    }
}
