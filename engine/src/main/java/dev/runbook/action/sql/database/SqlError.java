package dev.runbook.action.sql.database;

import java.util.OptionalInt;
import java.util.Set;

/**
 * An error reported by a database.
 *
 * @param code for people: {@code ERROR 42P01}, {@code Msg 208, level 16, state 1}
 * @param state the five-character SQL state
 * @param position in the statement, from 1, in characters of the text that was sent
 * @param line the line of the batch, from 1, if the database counts lines itself
 * @param advice the server's additions (detail, hint, where); may be empty
 */
public record SqlError(
        String code, String state, String message, OptionalInt position, OptionalInt line, String advice) {
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /**
     * Returns whether the connection is lost, or the server itself does not know the result of the statement (40003).
     */
    public boolean lost() {
        return state.startsWith("08") || state.equals("40003");
    }

    /**
     * Returns whether the server rolled the transaction back because of a conflict (deadlock, serialization), which may
     * not recur.
     */
    public boolean conflict() {
        return CONFLICTS.contains(state);
    }

    /** Returns whether the server ended the connection and rolled back the transaction. */
    public boolean ended() {
        return state.startsWith("57P");
    }

    public boolean cancelled() {
        return state.equals("57014") || state.equals("HY008");
    }

    /** Returns whether a write was rejected by a read-only server or transaction. */
    public boolean readOnly() {
        return state.equals("25006");
    }

    public SqlError because(String otherAdvice) {
        return new SqlError(code, state, message, position, line, otherAdvice);
    }

    public String text() {
        String lead = code.isEmpty() ? "" : code + ": ";
        return lead + message + (advice.isEmpty() ? "" : " (" + advice + ")");
    }
}
