package dev.runbook.action.sql;

import java.util.List;

/**
 * A mistake in the text of a {@code sql} step, found without a database.
 *
 * @param message what is wrong and where in the text, in one line: {@code repair.sql:3: …}
 * @param cures what the author can do, one line each
 */
public record SqlProblem(String message, List<String> cures) {
    public SqlProblem {
        cures = List.copyOf(cures);
    }

    /** Returns message and cures in one line. */
    String line() {
        return cures.isEmpty() ? message : message + ": " + String.join(", ", cures);
    }
}
