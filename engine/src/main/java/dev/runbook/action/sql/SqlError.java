package dev.runbook.action.sql;

import java.util.OptionalInt;
import java.util.Set;

/**
 * What a database said went wrong.
 *
 * @param code for people: {@code ERROR 42P01}, {@code Msg 208, level 16, state 1}
 * @param state the five characters of the SQL standard
 * @param position where in the statement, from 1, by characters of the text that was sent
 * @param line the line of the batch, from 1, where the database counts lines itself
 * @param advice what the server says beside it (detail, hint, where); may be empty
 */
record SqlError(String code, String state, String message, OptionalInt position, OptionalInt line, String advice) {
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /** The connection is gone, or the server itself does not know what became of the statement (40003). */
    boolean lost() {
        return state.startsWith("08") || state.equals("40003");
    }

    /** The server rolled the transaction back for the sake of another (deadlock, serialization), which may not happen again. */
    boolean conflict() {
        return CONFLICTS.contains(state);
    }

    /** The server ended the connection and rolled back what ran. */
    boolean ended() {
        return state.startsWith("57P");
    }

    boolean cancelled() {
        return state.equals("57014") || state.equals("HY008");
    }

    /** A write was refused where only reading is allowed. */
    boolean readOnly() {
        return state.equals("25006");
    }

    SqlError because(String otherAdvice) {
        return new SqlError(code, state, message, position, line, otherAdvice);
    }

    String text() {
        String lead = code.isEmpty() ? "" : code + ": ";
        return lead + message + (advice.isEmpty() ? "" : " (" + advice + ")");
    }
}
