package dev.runbook.action.copy;

import dev.runbook.action.sql.database.Dialect;
import dev.runbook.action.sql.script.SqlIdentifier;
import dev.runbook.environment.Environment.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The differences between kinds of databases in reading and writing rows of tables. Stateless. */
interface TableDialect {
    /** @throws dev.runbook.AuthorException when there is no driver for the URL */
    static TableDialect of(Database database) {
        return switch (Dialect.driver(database)) {
            case POSTGRESQL -> new PostgresTables();
            case SQLSERVER -> new SqlServerTables();
            case SQLITE -> new SqliteTables();
        };
    }

    /**
     * @param behind the query for the sequence of a column; its parameters are the table and the column
     * @param move advances a sequence to a value and returns the value, unless it is there already; its parameters are
     *     the sequence and the value, twice
     */
    record Sequences(String behind, String move) {}

    /** Returns the kind of a column of this type, and the decimal places it stores. */
    Column column(String name, String type, int precision, int scale, boolean made);

    /** Returns the query for the names of the columns whose values the database computes. */
    ComputedColumns computedColumns(SqlIdentifier table, String quoted);

    /**
     * A query for names of columns.
     *
     * @param table its only parameter
     */
    record ComputedColumns(String query, String table) {}

    /** Reads a column of the current row as {@link CopiedValue} accepts it. */
    default Object read(ResultSet rows, int index, Column column) throws SQLException {
        return switch (column.kind()) {
            case NUMBER, FLOAT, TRUTH -> rows.getObject(index);
            case BYTES -> rows.getBytes(index);
            case DAY -> rows.getObject(index, LocalDate.class);
            case TIME_OF_DAY -> rows.getObject(index, LocalTime.class);
            case LOCAL_TIME -> rows.getObject(index, LocalDateTime.class);
            case INSTANT -> rows.getObject(index, OffsetDateTime.class);
            default -> rows.getString(index);
        };
    }

    /**
     * @param value in the format of {@link ColumnPair#outgoing}; may be null
     */
    void bind(PreparedStatement statement, int index, Column column, Object value) throws SQLException;

    /** Returns the placeholder of a parameter that is compared with the column or written to it. */
    default String place(Column column) {
        return "?";
    }

    /** Returns the suffix of a table name that locks its rows until the transaction ends. */
    default String held() {
        return "";
    }

    /** Returns the end of a query that locks its rows until the transaction ends. */
    default String heldAtEnd() {
        return "";
    }

    /** Returns the clause before VALUES that allows values for columns the database generates. */
    default String givenValues() {
        return "";
    }

    /** Makes the session accept values for columns the database generates; empty where it always does. */
    default Optional<String> takeGivenValues(String table, boolean given) {
        return Optional.empty();
    }

    /** Returns how sequences of row numbers are found and advanced; empty where the database advances them itself. */
    default Optional<Sequences> sequences() {
        return Optional.empty();
    }

    /**
     * Returns a condition that matches times stored as texts that do not sort by time; empty where columns store times
     * as such.
     */
    default Optional<String> outOfOrder(String column) {
        return Optional.empty();
    }

    /** Returns the maximum number of parameters of a statement. */
    int mostParameters();

    /** Returns a type for texts of at most {@code length} characters, or of any length if it is 0. */
    String textType(int length);

    /** Returns whether any column may contain any value. */
    default boolean loose() {
        return false;
    }
}
