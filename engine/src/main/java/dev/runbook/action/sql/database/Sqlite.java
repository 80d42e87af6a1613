package dev.runbook.action.sql.database;

import dev.runbook.action.sql.script.SemicolonSplitter;
import dev.runbook.action.sql.script.SqlScript;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.environment.JdbcUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
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
import java.util.regex.Pattern;

/** SQLite: a file, no server. */
final class Sqlite implements Dialect {
    /**
     * SQLITE_OPEN_READWRITE and SQLITE_OPEN_URI, without CREATE: a missing file is a mistake and must not be created.
     */
    private static final String OPEN_EXISTING = "66";

    private static final Pattern TIME_TYPE = Pattern.compile("(?i)(timestamp|datetime).*");

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TO_THE_MILLISECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    @Override
    public String driverClass() {
        return "org.sqlite.JDBC";
    }

    @Override
    public Properties settings(JdbcUrl url) {
        Properties settings = new Properties();
        settings.setProperty("open_mode", OPEN_EXISTING);
        return settings;
    }

    @Override
    public List<SqlScript.Section> sections(SqlText text) {
        return SemicolonSplitter.of(text);
    }

    @Override
    public boolean unboundIsNull() {
        return true;
    }

    @Override
    public String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String literal(boolean truth) {
        return truth ? "1" : "0";
    }

    @Override
    public String literal(Instant time, Optional<ZoneId> zone) {
        return "'" + parameter(time, zone) + "'";
    }

    /** Formats a time like SQLite's own functions, so that texts sort like the times. */
    @Override
    public String parameter(Instant time, Optional<ZoneId> zone) {
        return (time.atOffset(ZoneOffset.UTC).getNano() == 0 ? TO_THE_SECOND : TO_THE_MILLISECOND)
                .format(LocalDateTime.ofInstant(time, zone.orElse(ZoneOffset.UTC)));
    }

    /**
     * Returns whether a transaction is open. The driver does not report it; a BEGIN fails inside a transaction, and
     * takes no lock outside of one.
     */
    @Override
    public boolean inTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("BEGIN");
            } catch (SQLException within) {
                return true;
            }
            statement.execute("ROLLBACK");
            return false;
        }
    }

    /**
     * Reads a column. SQLite has no time type: a column declared as one contains texts. Texts in the format of its
     * functions and in ISO 8601 become times; any other text or number is unchanged.
     */
    @Override
    public Object read(ResultSet rows, int column, String type) throws SQLException {
        Object value = rows.getObject(column);
        boolean time = TIME_TYPE.matcher(type).matches();
        return time && value instanceof String text ? time(text) : value;
    }

    private static Object time(String text) {
        String iso = text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +", "$1T");
        try {
            return DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        } catch (DateTimeException other) {
            return text;
        }
    }

    @Override
    public Optional<Object> plain(Object value, ZoneId zone, int longest) {
        return Optional.empty();
    }

    /** A file has no standby. */
    @Override
    public Optional<String> notPrimary(Connection connection) {
        return Optional.empty();
    }

    @Override
    public Optional<ReadOnlySetting> readOnlySetting() {
        return Optional.of(new ReadOnlySetting(ReadOnlySetting.Scope.CONNECTION, "pragma query_only = on"));
    }

    @Override
    public SqlError error(SQLException failure) {
        return new SqlError("", "", CauseChain.text(failure), OptionalInt.empty(), OptionalInt.empty(), "");
    }

    /** Reads the file first: the pool would retry if it is locked. */
    @Override
    public ServerLink link(Connection connection, Properties settings) throws SQLException {
        connection.isValid(0);
        return ServerLink.none();
    }
}
