package dev.runbook.action.sql.database;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.script.SemicolonSplitter;
import dev.runbook.action.sql.script.SqlScript;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.environment.JdbcUrl;
import dev.runbook.json.InvalidJsonException;
import dev.runbook.json.JsonReader;
import dev.runbook.value.NotJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PGobject;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL, 9.6 and later. */
public final class Postgres implements Dialect {
    /** NAMEDATALEN - 1: a longer name would be truncated silently. */
    private static final int LONGEST_NAME = 63;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxxxx", Locale.ROOT);

    static final String APPLICATION_NAME = "ApplicationName";

    /** Distinguishes the connections of all engines. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final long MOST_NAMES = 36L * 36 * 36 * 36 * 36 * 36 * 36 * 36;

    @Override
    public String driverClass() {
        return "org.postgresql.Driver";
    }

    /**
     * Returns settings for use behind a pooler, where the server session serves another client next: no named object
     * outlives a transaction, and nothing is set after the connection is made, except the time zone, which poolers
     * assign to each client. Texts are sent untyped, so that the server gives a text parameter the type of the column
     * it is compared with.
     */
    @Override
    public Properties settings(JdbcUrl url) {
        Properties settings = PostgresTls.settings(url);
        settings.setProperty("stringtype", "unspecified");
        settings.setProperty(APPLICATION_NAME, "runbook " + Long.toString(RANDOM.nextLong(MOST_NAMES), 36));
        settings.setProperty("assumeMinServerVersion", "9.6"); // the application name goes with the login
        settings.setProperty("prepareThreshold", "0");
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("reWriteBatchedInserts", "true"); // rows of a batch go in one statement
        return settings;
    }

    @Override
    public Optional<String> passphraseSetting(JdbcUrl url) {
        return Optional.of("sslpassword");
    }

    @Override
    public Optional<UrlWeakness> weakness(JdbcUrl url) {
        return PostgresTls.weakness(url);
    }

    @Override
    public List<SqlScript.Section> sections(SqlText text) {
        return SemicolonSplitter.of(text);
    }

    @Override
    public String identifier(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new AuthorException(
                    "the name '" + name + "' is longer than the " + LONGEST_NAME + " bytes PostgreSQL keeps");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }

    @Override
    public String literal(boolean truth) {
        return Boolean.toString(truth);
    }

    /**
     * Formats a local time with its offset, to the microsecond, the precision of the database. The server ignores the
     * offset where it parses the literal as a {@code timestamp}.
     */
    @Override
    public String literal(Instant time, Optional<ZoneId> zone) {
        return literal(TIME.format(time.atZone(zone.orElse(ZoneOffset.UTC))));
    }

    /** Escapes question marks: the driver treats a single one as a parameter, although it is an operator of jsonb. */
    @Override
    public String escapeForParameters(String code) {
        return code.replace("?", "??");
    }

    @Override
    public boolean portionsNeedTransaction() {
        return true;
    }

    @Override
    public boolean inTransaction(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
    }

    @Override
    public Object read(ResultSet rows, int column, String type) throws SQLException {
        return switch (type) {
            case "timestamptz" -> rows.getObject(column, OffsetDateTime.class);
            case "timestamp" -> rows.getObject(column, LocalDateTime.class);
            case "date" -> rows.getObject(column, LocalDate.class);
            case "time", "timetz", "money", "xml" -> rows.getString(column);
            default -> rows.getObject(column);
        };
    }

    @Override
    public Optional<Object> plain(Object value, ZoneId zone, int longest) throws SQLException {
        if (value instanceof PGobject object) {
            String text = String.valueOf(object.getValue());
            Object whole = Cell.whole(text, longest);
            return Optional.of(
                    whole instanceof String && object.getType().startsWith("json")
                            ? json(text, object.getType())
                            : whole);
        }
        if (value instanceof Array array) {
            return Optional.of(list(array, zone, longest));
        }
        return Optional.empty();
    }

    /** Parses an object or a list; another document is a text. */
    private static Object json(String text, String type) {
        String document = text.stripLeading();
        if (!document.startsWith("{") && !document.startsWith("[")) {
            return text;
        }
        try {
            return JsonReader.document(text);
        } catch (InvalidJsonException e) {
            return new NotJson("the value of type " + type, e.getMessage());
        }
    }

    private List<Object> list(Array array, ZoneId zone, int longest) throws SQLException {
        List<Object> list = new ArrayList<>();
        try (ResultSet elements = array.getResultSet()) {
            String type = elements.getMetaData().getColumnTypeName(2);
            while (elements.next()) {
                list.add(Cell.plain(read(elements, 2, type), this, zone, longest));
            }
        }
        return list;
    }

    @Override
    public Optional<String> notPrimary(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(
                        "select pg_is_in_recovery(), current_setting('transaction_read_only')")) {
            answer.next();
            if (answer.getBoolean(1)) {
                return Optional.of("the server is a standby (pg_is_in_recovery)");
            }
            return answer.getString(2).equals("on")
                    ? Optional.of("the server is set to accept no writes (transaction_read_only)")
                    : Optional.empty();
        }
    }

    @Override
    public Optional<ReadOnlySetting> readOnlySetting() {
        return Optional.of(new ReadOnlySetting(ReadOnlySetting.Scope.TRANSACTION, "set transaction read only"));
    }

    @Override
    public SqlError error(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        ServerErrorMessage said = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (said == null) {
            return new SqlError("", state, whileConnecting(failure), OptionalInt.empty(), OptionalInt.empty(), "");
        }
        OptionalInt position = said.getPosition() > 0 ? OptionalInt.of(said.getPosition()) : OptionalInt.empty();
        return new SqlError(
                said.getSeverity() + " " + state,
                state,
                String.valueOf(said.getMessage()),
                position,
                OptionalInt.empty(),
                advice(state, said));
    }

    /** Returns everything the server reports besides its message. */
    private static String advice(String state, ServerErrorMessage said) {
        if (state.equals("25006")) {
            return "the server accepts no writes: is it the primary?";
        }
        StringJoiner all = new StringJoiner("; ");
        Stream.of(said.getDetail(), said.getHint(), said.getWhere())
                .filter(Objects::nonNull)
                .forEach(text -> all.add(
                        String.join(", ", text.lines().map(String::strip).toList())));
        Optional.ofNullable(said.getConstraint())
                .filter(name -> !String.valueOf(said.getMessage()).contains(name))
                .ifPresent(name -> all.add("constraint " + name));
        return all.toString();
    }

    private static String whileConnecting(SQLException failure) {
        String text = CauseChain.text(failure);
        return CauseChain.isTls(failure)
                ? text + " (connections to another machine require TLS and a valid certificate, unless the url"
                        + " sets another sslmode=; sslrootcert=FILE names your own authority)"
                : text;
    }

    /**
     * Sets the session's time zone, in which the server converts between {@code timestamp} and {@code timestamptz}: the
     * driver would otherwise choose the one of this machine.
     */
    @Override
    public void setTimeZone(Connection connection, ZoneId zone) throws SQLException {
        String name = zone.normalized() instanceof ZoneOffset offset
                ? offset.equals(ZoneOffset.UTC) ? "UTC" : "interval '" + offset.getId() + "' hour to minute"
                : zone.getId();
        if (!name.equals(connection.unwrap(PGConnection.class).getParameterStatus("TimeZone"))) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set time zone " + (name.startsWith("interval") ? name : literal(name)));
            }
        }
    }

    @Override
    public ServerLink link(Connection connection, Properties settings) throws SQLException {
        return PostgresLink.of(connection, settings);
    }
}
