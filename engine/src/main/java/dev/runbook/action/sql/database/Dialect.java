package dev.runbook.action.sql.database;

import dev.runbook.AuthorException;
import dev.runbook.action.sql.script.SqlScript;
import dev.runbook.action.sql.script.SqlText;
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

/** The differences between kinds of databases. Stateless. */
public interface Dialect {
    /** The cure where {@link #needsZone()} and the zone is not known. */
    String ADD_ZONE = "add zone: (UTC, Europe/Berlin) to the database in the environment";

    /** @throws AuthorException when there is no driver for the URL */
    static Dialect of(Database database) {
        return switch (driver(database)) {
            case POSTGRESQL -> new Postgres();
            case SQLSERVER -> new SqlServer();
            case SQLITE -> new Sqlite();
        };
    }

    /** @throws AuthorException when there is no driver for the URL */
    static JdbcUrl.Driver driver(Database database) {
        return JdbcUrl.of(database.url())
                .orElseThrow(() -> new AuthorException("database '" + database.name()
                        + "': the engine has drivers for jdbc:postgresql:, jdbc:sqlserver: and jdbc:sqlite: only"))
                .driver();
    }

    String driverClass();

    /** Returns the driver's settings, unless the URL overrides them. */
    Properties settings(JdbcUrl url);

    /** Returns the driver's setting for the passphrase of the key or the certificate store that the URL names. */
    default Optional<String> passphraseSetting(JdbcUrl url) {
        return Optional.empty();
    }

    /** Returns how the URL weakens protection on the network; empty if it does not. */
    default Optional<UrlWeakness> weakness(JdbcUrl url) {
        return Optional.empty();
    }

    /** Returns where to split a script into the texts that are sent separately. */
    List<SqlScript.Section> sections(SqlText text);

    /** @throws AuthorException when the database cannot store the name unchanged */
    String identifier(String name);

    /** @throws AuthorException when the database has no syntax for the text */
    String literal(String text);

    String literal(boolean truth);

    /**
     * Formats a point in time for a quoted literal.
     *
     * @param zone the zone of the database's times that have none
     * @throws AuthorException when the database supports only such times, and the zone is not known
     */
    String literal(Instant time, Optional<ZoneId> zone);

    /** Returns whether points in time are written without a zone, so that the zone must be known. */
    default boolean needsZone() {
        return false;
    }

    /**
     * Converts a point in time to a parameter that the database compares with its own times.
     *
     * @param zone the zone of the database's times that have none; UTC if it is not known
     */
    default Object parameter(Instant time, Optional<ZoneId> zone) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** Escapes the author's text where the driver would misread it, because the statement has parameters. */
    default String escapeForParameters(String code) {
        return code;
    }

    /** Returns whether rows are fetched in portions only inside a transaction, and all at once in autocommit mode. */
    default boolean portionsNeedTransaction() {
        return false;
    }

    /** Reports every server message as it arrives; by default the statement's warnings are polled. */
    default void listen(Connection connection, Consumer<String> listener) throws SQLException {}

    /** Returns whether the database treats a parameter without a value as NULL, instead of rejecting the statement. */
    default boolean unboundIsNull() {
        return false;
    }

    /**
     * Returns whether a text sent at once may contain several statements, so that its first word does not identify what
     * it does.
     */
    default boolean sendsBatches() {
        return false;
    }

    /** Returns whether a BEGIN is waiting for its COMMIT. */
    boolean inTransaction(Connection connection) throws SQLException;

    /** Reads a column of the current row, in the most specific type. */
    default Object read(ResultSet rows, int column, String type) throws SQLException {
        return rows.getObject(column);
    }

    /**
     * Converts a value of a row to a plain text, number, boolean, instant, list or map; empty when the value is already
     * plain.
     *
     * @param zone the zone of a time without one
     * @param longest the limit of the texts in it
     */
    Optional<Object> plain(Object value, ZoneId zone, int longest) throws SQLException;

    /** Returns why the server is not the one that accepts writes; empty when it is. */
    Optional<String> notPrimary(Connection connection) throws SQLException;

    /** Returns how to make the database itself reject writes; empty where that is not supported. */
    Optional<ReadOnlySetting> readOnlySetting();

    SqlError error(SQLException failure);

    /**
     * Makes the server convert times without a zone in {@code zone}, whatever the zone of this machine or the server;
     * does nothing where the server never converts them.
     */
    default void setTimeZone(Connection connection, ZoneId zone) throws SQLException {}

    /**
     * Determines the server session of a new connection; fails when the connection cannot be used.
     *
     * @param settings the settings the connection was made with
     */
    ServerLink link(Connection connection, Properties settings) throws SQLException;

    /** A statement that makes a database reject writes, and its scope. */
    record ReadOnlySetting(Scope scope, String statement) {
        public enum Scope {
            /** Until the end of the transaction that contains the statement. */
            TRANSACTION,
            /** Until the connection is closed. */
            CONNECTION
        }
    }
}
