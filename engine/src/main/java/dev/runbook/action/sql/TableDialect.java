package dev.runbook.action.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What differs from one kind of database to the other when rows are read from tables and written to them. Stateless. */
interface TableDialect {
    /**
     * @param behind asks for the sequence behind a column; its parameters are the table and the column
     * @param move moves a sequence on to a value and answers with it, unless it is there already; its parameters are the
     *     sequence and the value, twice
     */
    record Sequences(String behind, String move) {}

    /** The kind of a column of this type, and the decimal places it keeps. */
    Column column(String name, String type, int precision, int scale, boolean made);

    /** Asks for the names of the columns whose values the database computes. */
    ComputedColumns computedColumns(SqlIdentifier table, String quoted);

    /**
     * A query for names of columns.
     *
     * @param table its only parameter
     */
    record ComputedColumns(String query, String table) {}

    /** Reads a column of the current row as {@link CopiedValue} takes it. */
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

    /** @param value in the form {@link ColumnPair#outgoing} gives it; may be null */
    void bind(PreparedStatement statement, int index, Column column, Object value) throws SQLException;

    /** Where a parameter stands that is compared with the column or written to it. */
    default String place(Column column) {
        return "?";
    }

    /** Stands after the name of a table whose rows are held until the transaction ends. */
    default String held() {
        return "";
    }

    /** Stands at the end of a query whose rows are held until the transaction ends. */
    default String heldAtEnd() {
        return "";
    }

    /** Stands before VALUES, so that columns the database makes up can be given. */
    default String givenValues() {
        return "";
    }

    /** Has the session take given values for columns the database makes up; empty where it always does. */
    default Optional<String> takeGivenValues(String table, boolean given) {
        return Optional.empty();
    }

    /** How sequences that number rows are found and moved; empty where the database moves them by itself. */
    default Optional<Sequences> sequences() {
        return Optional.empty();
    }

    /** A condition for times in texts that do not stand in the order of time; empty where columns hold times as such. */
    default Optional<String> outOfOrder(String column) {
        return Optional.empty();
    }

    /** How many parameters a statement may have. */
    int mostParameters();

    /** A type for texts of any length, or of at most so many characters where {@code length} is not 0. */
    String textType(int length);

    /** Whether any column may hold any value. */
    default boolean loose() {
        return false;
    }
}
