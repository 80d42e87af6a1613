package dev.runbook.lab.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * One database of the server: its rows in H2, and the log of what changed them. One transaction at a time writes, so
 * that the log has the order of the changes. Thread-safe.
 */
final class Database {
    private static final int RESTORING = 927;
    private static final int RESTRICTED = 18456;
    private static final int DAMAGED = 824;
    private static final int TOO_RECENT = 4305;
    private static final List<String> CLOCK_FUNCTIONS = List.of("GETUTCDATE", "SYSUTCDATETIME", "SYSDATETIME");

    private final String name;
    private final String url;
    private final Semaphore writing = new Semaphore(1, true);
    private final List<LogRecord> log = new ArrayList<>();
    private final Set<String> damagedTables = ConcurrentHashMap.newKeySet();
    private long next = 1;
    private long backedUp = 1;
    private Access access = Access.EVERYBODY;

    /** Who may use the database. */
    enum Access {
        EVERYBODY,
        PRIVILEGED,
        NOBODY
    }

    Database(String name) throws SQLException {
        this.name = name;
        this.url = "jdbc:h2:mem:" + name + "-" + UUID.randomUUID()
                + ";MODE=MSSQLServer;DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=true;DATABASE_TO_UPPER=false"
                + ";TIME ZONE=UTC;LOCK_TIMEOUT=10000";
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String function : CLOCK_FUNCTIONS) {
                statement.execute("CREATE ALIAS dbo." + function + " FOR '" + ServerClock.class.getName() + ".utc'");
            }
        }
    }

    String name() {
        return name;
    }

    /** Opens a session of H2. */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, "sa", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS dbo");
            statement.execute("SET SCHEMA dbo");
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    synchronized Access access() {
        return access;
    }

    synchronized void access(Access who) {
        access = who;
    }

    /** @throws ServerException when this user may not use the database now */
    void requireAccess(String user, boolean privileged) throws ServerException {
        Access now = access();
        if (now == Access.NOBODY) {
            throw new ServerException(
                    RESTORING, "Database '" + name + "' cannot be opened. It is in the middle of a restore.");
        }
        if (now == Access.PRIVILEGED && !privileged) {
            throw new ServerException(
                    RESTRICTED,
                    "Login failed for user '" + user + "'. Reason: Failed to open the explicitly specified database '"
                            + name + "'.");
        }
    }

    /** Marks a table's pages as damaged, until a restore replaces them. */
    void damage(String table) {
        damagedTables.add(table);
    }

    void repair() {
        damagedTables.clear();
    }

    Set<String> damagedTables() {
        return Set.copyOf(damagedTables);
    }

    /** @throws ServerException when the statement needs a damaged page */
    void requireReadable(String sql) throws ServerException {
        for (String table : damagedTables) {
            if (sql.toLowerCase(Locale.ROOT).contains(table.toLowerCase(Locale.ROOT))) {
                throw new ServerException(
                        DAMAGED,
                        "SQL Server detected a logical consistency-based I/O error: incorrect checksum, in table '"
                                + table + "' of database '" + name + "'.");
            }
        }
    }

    /** Waits until no other transaction writes. */
    void beginWriting() throws InterruptedException {
        writing.acquire();
    }

    void endWriting() {
        writing.release();
    }

    /** Adds a committed transaction to the log; called while writing. */
    synchronized void committed(Instant at, List<LogRecord.Change> changes) {
        if (!changes.isEmpty()) {
            log.add(new LogRecord(next++, at, changes));
        }
    }

    /** Executes statements as one transaction, outside a session, as if at this time. */
    void execute(Instant at, List<String> statements) throws SQLException, InterruptedException {
        beginWriting();
        try (Connection connection = connect()) {
            List<LogRecord.Change> changes = statements.stream()
                    .map(sql -> new LogRecord.Change(at, Tsql.forH2(sql)))
                    .toList();
            apply(connection, changes);
            committed(at, changes);
        } finally {
            endWriting();
        }
    }

    private static void apply(Connection connection, List<LogRecord.Change> changes) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (LogRecord.Change change : changes) {
                ServerClock.at(change.at(), () -> statement.execute(change.sql()));
            }
        }
        connection.commit();
    }

    /** Returns a full backup of now. */
    BackupFile fullBackup() throws SQLException, InterruptedException {
        beginWriting();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet script = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
            List<String> lines = new ArrayList<>();
            while (script.next()) {
                lines.add(script.getString(1).replace('\n', ' '));
            }
            synchronized (this) {
                return new BackupFile(name, "D", next, next, ServerClock.now(), lines);
            }
        } finally {
            endWriting();
        }
    }

    /** Returns a backup of the log since the last one; one that is only a copy leaves the next one unchanged. */
    synchronized BackupFile logBackup(boolean copyOnly) {
        long from = backedUp;
        List<String> records = log.stream()
                .filter(record -> record.number() >= from)
                .map(record -> record.json().toString())
                .toList();
        if (!copyOnly) {
            backedUp = next;
        }
        return new BackupFile(name, "L", from, next, ServerClock.now(), records);
    }

    /** Replaces all rows by those of a full backup. */
    void restoreFull(BackupFile backup) throws SQLException, InterruptedException {
        access(Access.NOBODY);
        beginWriting();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
            for (String line : backup.content()) {
                statement.execute(line);
            }
            damagedTables.clear();
            synchronized (this) {
                log.clear();
                next = backup.to();
                backedUp = backup.to();
            }
        } finally {
            endWriting();
        }
    }

    /**
     * Applies a backup of the log up to a time.
     *
     * @return whether the backup reaches that time
     * @throws ServerException when records between the database and the backup are missing
     */
    boolean restoreLog(BackupFile backup, Optional<Instant> until, List<LogRecord> records)
            throws SQLException, InterruptedException {
        synchronized (this) {
            if (backup.from() > next) {
                throw new ServerException(
                        TOO_RECENT,
                        "The log in this backup set begins at LSN " + backup.from()
                                + ", which is too recent to apply to the database.");
            }
        }
        beginWriting();
        try (Connection connection = connect()) {
            for (LogRecord record : records) {
                if (until.isPresent() && record.at().isAfter(until.get())) {
                    break;
                }
                apply(connection, record);
            }
        } finally {
            endWriting();
        }
        return until.isEmpty() || !backup.finished().isBefore(until.get());
    }

    private void apply(Connection connection, LogRecord record) throws SQLException {
        synchronized (this) {
            if (record.number() < next) {
                return;
            }
            next = record.number() + 1;
            log.add(record);
        }
        apply(connection, record.changes());
    }
}
