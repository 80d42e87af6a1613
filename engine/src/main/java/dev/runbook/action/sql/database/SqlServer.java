package dev.runbook.action.sql.database;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.microsoft.sqlserver.jdbc.SQLServerError;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import dev.runbook.AuthorException;
import dev.runbook.action.sql.script.GoSplitter;
import dev.runbook.action.sql.script.SqlScript;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.environment.JdbcUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** SQL Server, over TDS. */
public final class SqlServer implements Dialect {
    private static final int LONGEST_NAME = 128;

    /** The maximum number of consecutive failures to report together. */
    private static final int MOST_REPORTED = 3;

    /** The only format that does not depend on the server's language setting. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private static final String PRIMARY =
            "SELECT CONVERT(nvarchar(20), DATABASEPROPERTYEX(DB_NAME(), 'Updateability')),"
                    + " CASE WHEN SERVERPROPERTY('IsHadrEnabled') = 1 THEN sys.fn_hadr_is_primary_replica(DB_NAME()) END";

    @Override
    public String driverClass() {
        return "com.microsoft.sqlserver.jdbc.SQLServerDriver";
    }

    @Override
    public Properties settings(JdbcUrl url) {
        Properties settings = SqlServerTls.settings();
        settings.setProperty("applicationName", "runbook");
        settings.setProperty("connectRetryCount", "0"); // a lost connection is reported, never replaced by the driver
        return settings;
    }

    @Override
    public Optional<String> passphraseSetting(JdbcUrl url) {
        return Optional.of(url.option("clientKey").isPresent() ? "clientKeyPassword" : "trustStorePassword");
    }

    @Override
    public Optional<UrlWeakness> weakness(JdbcUrl url) {
        return SqlServerTls.weakness(url);
    }

    @Override
    public List<SqlScript.Section> sections(SqlText text) {
        return GoSplitter.of(text);
    }

    @Override
    public boolean sendsBatches() {
        return true;
    }

    @Override
    public String identifier(String name) {
        if (name.length() > LONGEST_NAME) {
            throw new AuthorException(
                    "the name '" + name + "' is longer than the " + LONGEST_NAME + " characters SQL Server keeps");
        }
        return "[" + name.replace("]", "]]") + "]";
    }

    @Override
    public String literal(String text) {
        return "N'" + text.replace("'", "''") + "'";
    }

    @Override
    public String literal(boolean truth) {
        return truth ? "1" : "0";
    }

    /**
     * Formats a {@code datetime}, the only type that {@code STOPAT} accepts: no zone, and rounded down to 1/300 second,
     * because a time rounded up could be too late.
     */
    @Override
    public String literal(Instant time, Optional<ZoneId> zone) {
        ZoneId local = zone.orElseThrow(() -> new AuthorException(
                "SQL Server accepts an instant as local time only, and the zone is not known: " + Dialect.ADD_ZONE));
        LocalDateTime second = LocalDateTime.ofInstant(time, local).withNano(0);
        long ticks = time.atOffset(ZoneOffset.UTC).getNano() * 3L / 10_000_000;
        return "'" + TIME.format(second.plusNanos(Math.round(ticks * 10 / 3.0) * 1_000_000)) + "'";
    }

    /**
     * Converts to a local time where the environment declares the zone. The server itself compares a
     * {@code datetimeoffset} with a {@code datetime2} as if the latter were in UTC.
     */
    @Override
    public Object parameter(Instant time, Optional<ZoneId> zone) {
        return zone.<Object>map(local -> LocalDateTime.ofInstant(time, local))
                .orElseGet(() -> time.atOffset(ZoneOffset.UTC));
    }

    @Override
    public boolean needsZone() {
        return true;
    }

    @Override
    public void listen(Connection connection, Consumer<String> listener) throws SQLException {
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(message -> {
            if (!message.isInfoMessage()) {
                return message;
            }
            listener.accept(message.getErrorMessage());
            return null; // reported; not kept as a warning as well
        });
    }

    @Override
    public boolean inTransaction(Connection connection) throws SQLException {
        return number(connection, "SELECT @@TRANCOUNT") > 0;
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    @Override
    public Object read(ResultSet rows, int column, String type) throws SQLException {
        return switch (type) {
            case "datetimeoffset" -> rows.getObject(column, OffsetDateTime.class);
            case "datetime", "datetime2", "smalldatetime" -> rows.getObject(column, LocalDateTime.class);
            default -> rows.getObject(column);
        };
    }

    @Override
    public Optional<Object> plain(Object value, ZoneId zone, int longest) {
        return Optional.empty();
    }

    /**
     * Returns why writes are rejected: the database may be read-only itself, or the secondary of an availability group.
     */
    @Override
    public Optional<String> notPrimary(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(PRIMARY)) {
            answer.next();
            if ("0".equals(answer.getString(2))) {
                return Optional.of("the server is a secondary replica (sys.fn_hadr_is_primary_replica)");
            }
            return "READ_ONLY".equals(answer.getString(1))
                    ? Optional.of("the database is read-only (DATABASEPROPERTYEX Updateability)")
                    : Optional.empty();
        }
    }

    @Override
    public Optional<ReadOnlySetting> readOnlySetting() {
        return Optional.empty();
    }

    /** Converts the chain of errors of one batch: the first often says what failed, the last that the batch ended. */
    @Override
    public SqlError error(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        SQLServerError first = failure instanceof SQLServerException server ? server.getSQLServerError() : null;
        if (first == null) {
            return new SqlError("", state, CauseChain.text(failure), OptionalInt.empty(), OptionalInt.empty(), "");
        }
        StringJoiner further = new StringJoiner("; ");
        SQLException next = failure.getNextException();
        for (int reported = 1; next != null && reported < MOST_REPORTED; reported++) {
            SQLServerError error = next instanceof SQLServerException server ? server.getSQLServerError() : null;
            further.add(error == null ? next.getMessage() : code(error) + ": " + error.getErrorMessage());
            next = next.getNextException();
        }
        OptionalInt line =
                first.getLineNumber() > 0 ? OptionalInt.of((int) first.getLineNumber()) : OptionalInt.empty();
        return new SqlError(code(first), state, first.getErrorMessage(), OptionalInt.empty(), line, further.toString());
    }

    private static String code(SQLServerError error) {
        return "Msg " + error.getErrorNumber() + ", level " + error.getErrorSeverity() + ", state "
                + error.getErrorState();
    }

    @Override
    public ServerLink link(Connection connection, Properties settings) throws SQLException {
        return ServerLink.to(new Session(number(connection, "SELECT @@SPID")));
    }

    /** One session of SQL Server. */
    private record Session(int id) implements ServerSession {
        @Override
        public String name() {
            return "session " + id;
        }

        @Override
        public boolean stillRuns(Connection other) throws SQLException {
            if (number(other, "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')") != 1) {
                throw new SQLException("the login is not allowed to view other sessions (VIEW SERVER STATE)");
            }
            return number(other, "SELECT COUNT(*) FROM sys.dm_exec_requests WHERE session_id = " + id) > 0;
        }

        @Override
        public void end(Connection other) throws SQLException {
            try (Statement statement = other.createStatement()) {
                statement.execute("KILL " + id);
            }
        }
    }
}
