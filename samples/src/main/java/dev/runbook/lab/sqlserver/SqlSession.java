package dev.runbook.lab.sqlserver;

import dev.runbook.lab.tds.TdsSession;
import dev.runbook.lab.tds.TdsTokens;
import dev.runbook.lab.tds.TdsType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** One session: its connection to H2, its transaction and what that changed. Used by one thread at a time. */
final class SqlSession {
    private final TdsSession client;
    private final Database database;
    private final boolean privileged;
    private final Runnable end;
    private final Connection connection;
    private final List<LogRecord.Change> changes = new ArrayList<>();
    private boolean writing;
    private boolean inTransaction;
    private boolean implicit;

    SqlSession(TdsSession client, Database database, boolean privileged, Runnable end) throws SQLException {
        this.client = client;
        this.database = database;
        this.privileged = privileged;
        this.end = end;
        this.connection = database.connect();
    }

    TdsTokens tokens() {
        return client.tokens();
    }

    int id() {
        return client.id();
    }

    Database database() {
        return database;
    }

    boolean privileged() {
        return privileged;
    }

    /** Disconnects the client. */
    void end() {
        end.run();
    }

    boolean inTransaction() {
        return inTransaction;
    }

    void begin() throws SQLException {
        inTransaction = true;
        connection.setAutoCommit(false);
    }

    /** Sets whether a transaction begins by itself after the end of another. */
    void implicit(boolean on) throws SQLException {
        implicit = on;
        if (on) {
            begin();
        } else if (inTransaction) {
            commit();
        }
    }

    void commit() throws SQLException {
        connection.commit();
        database.committed(ServerClock.now(), changes);
        endTransaction();
    }

    void rollback() throws SQLException {
        connection.rollback();
        endTransaction();
    }

    private void endTransaction() throws SQLException {
        changes.clear();
        if (writing) {
            writing = false;
            database.endWriting();
        }
        inTransaction = implicit;
        connection.setAutoCommit(!implicit);
    }

    /** Executes an ordinary statement and writes its rows or its count. */
    void execute(String sql) throws SQLException, InterruptedException {
        database.requireAccess(client.user(), privileged);
        database.requireReadable(sql);
        String text = Tsql.forH2(sql);
        if (Tsql.reads(sql)) {
            run(text);
            return;
        }
        if (!writing) {
            database.beginWriting();
            writing = true;
        }
        Instant at = ServerClock.now();
        try {
            ServerClock.at(at, () -> {
                run(text);
                return null;
            });
            changes.add(new LogRecord.Change(at, text));
        } catch (SQLException failure) {
            if (!inTransaction) {
                endTransaction();
            }
            throw failure;
        }
        if (!inTransaction) {
            database.committed(at, changes);
            endTransaction();
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                send(statement.getResultSet());
            } else {
                tokens().updated(statement.getUpdateCount());
            }
        }
    }

    private void send(ResultSet set) throws SQLException {
        ResultSetMetaData columns = set.getMetaData();
        List<String> names = new ArrayList<>();
        List<TdsType> types = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
            types.add(TdsType.of(columns.getColumnType(i), columns.getScale(i)));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (set.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= types.size(); i++) {
                row.add(read(set, i, types.get(i - 1)));
            }
            rows.add(row);
        }
        tokens().rowsOf(names, types, rows);
    }

    private static Object read(ResultSet set, int column, TdsType type) throws SQLException {
        return switch (type) {
            case DATE -> set.getObject(column, LocalDate.class);
            case TIME -> set.getObject(column, LocalTime.class);
            case DATETIME2 -> set.getObject(column, LocalDateTime.class);
            case DATETIMEOFFSET -> set.getObject(column, OffsetDateTime.class);
            case VARBINARY -> set.getBytes(column);
            case NVARCHAR -> set.getString(column);
            default -> set.getObject(column);
        };
    }

    /** Rolls back what is open. */
    void close() {
        try (connection) {
            implicit = false;
            rollback();
        } catch (SQLException closed) {
            if (writing) {
                writing = false;
                database.endWriting();
            }
        }
    }
}
