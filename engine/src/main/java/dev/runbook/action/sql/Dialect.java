package dev.runbook.action.sql;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.JdbcUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/** What differs from one kind of database to the other. Stateless. */
interface Dialect {
    /** What to do where {@link #needsZone()} and the zone is not known. */
    String ADD_ZONE = "add zone: (UTC, Europe/Berlin) to the database in the environment";

    /** @throws AuthorException when no driver is at hand for the URL */
    static Dialect of(Database database) {
        JdbcUrl url = JdbcUrl.of(database.url())
                .orElseThrow(() -> new AuthorException("database '" + database.name()
                        + "': the engine has drivers for jdbc:postgresql:, jdbc:sqlserver: and jdbc:sqlite: only"));
        return switch (url.driver()) {
            case POSTGRESQL -> new Postgres();
            case SQLSERVER -> new SqlServer();
            case SQLITE -> new Sqlite();
        };
    }

    String driverClass();

    /** The driver's settings, unless the URL says otherwise. */
    Properties settings(JdbcUrl url);

    /** The driver's name for what opens the key or the store of certificates that the URL names. */
    default Optional<String> passphraseSetting(JdbcUrl url) {
        return Optional.empty();
    }

    /** How the URL gives up protection on the network; empty where it does not. */
    default Optional<Weakness> weakness(JdbcUrl url) {
        return Optional.empty();
    }

    /** Where a script is cut into what is sent at once. */
    List<SqlScript.Cut> cuts(SqlText text);

    /** @throws AuthorException when the database could not keep the name as it is */
    String identifier(String name);

    /** @throws AuthorException when the database has no way to write the text */
    String literal(String text);

    String literal(boolean truth);

    /**
     * A point in time as the database writes it, for a quoted literal.
     *
     * @param zone what the database's times are in that have no zone of their own
     * @throws AuthorException when the database writes such times only, and the zone is not known
     */
    String literal(Instant time, Optional<ZoneId> zone);

    /** Whether it writes a point in time without a zone, so that the zone has to be known. */
    default boolean needsZone() {
        return false;
    }

    /** A point in time as a parameter that the database compares with its own. */
    default Object parameter(Instant time, Optional<ZoneId> zone) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** The author's own text where the driver would misread it, because the statement has parameters. */
    default String besideParameters(String code) {
        return code;
    }

    /** Whether rows come in portions only inside a transaction, and all at once in autocommit. */
    default boolean portionsNeedTransaction() {
        return false;
    }

    /** Has everything the server says told as it comes; without it the statement's warnings are looked through. */
    default void listen(Connection connection, Consumer<String> listener) throws SQLException {}

    /** Whether the database takes NULL for a parameter that nobody gives a value, in place of refusing the statement. */
    default boolean unboundIsNull() {
        return false;
    }

    /** Whether what is sent at once may hold several statements, so that its first word does not tell what it does. */
    default boolean sendsBatches() {
        return false;
    }

    /** Whether statements since a BEGIN wait for their COMMIT. */
    boolean inTransaction(Connection connection) throws SQLException;

    /** Reads a column of the current row, in the type that says most. */
    default Object read(ResultSet rows, int column, String type) throws SQLException {
        return rows.getObject(column);
    }

    /**
     * A value of a row as plain text, number, truth, instant, list or map; empty when the value is plain already.
     *
     * @param zone what a time without a zone is in
     * @param longest of the texts in it
     */
    Optional<Object> plain(Object value, ZoneId zone, int longest) throws SQLException;

    /** Why the server is not the one that takes writes; empty when it is. */
    Optional<String> notPrimary(Connection connection) throws SQLException;

    /** How the database itself is made to refuse writes; empty where it cannot. */
    Optional<ReadingHold> holdToReading();

    /** How rows of its tables are read and written. */
    TableDialect tables();

    SqlError error(SQLException failure);

    /**
     * Finds out which session of the server a new connection has; fails when the connection cannot be used.
     *
     * @param settings what the connection was made with
     */
    ServerLink link(Connection connection, Properties settings) throws SQLException;

    /** A statement that makes a database refuse writes, and how long it does. */
    record ReadingHold(Scope scope, String statement) {
        enum Scope {
            /** Until the transaction ends in which it was sent. */
            TRANSACTION,
            /** As long as the connection lasts. */
            CONNECTION
        }
    }
}
