package dev.runbook.action.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What differs from one kind of database to the other when rows are read from tables and written to them. Stateless. */
interface TableDialect {
    /** The kind of a column of this type, and the decimal places it keeps. */
    Column column(String name, String type, int precision, int scale, boolean made);

    /** Reads a column of the current row as {@link CarriedValue} takes it. */
    Object read(ResultSet rows, int index, Column column) throws SQLException;

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

    /** A query for the sequence behind a column, with a parameter for the table and one for the column; empty without. */
    default Optional<String> sequenceBehind() {
        return Optional.empty();
    }

    /** Moves a sequence on to a value, if it is not there yet; the sequence's name and the value are parameters. */
    default String moveSequence() {
        throw new UnsupportedOperationException();
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
