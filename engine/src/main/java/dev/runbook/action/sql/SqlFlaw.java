package dev.runbook.action.sql;

import java.util.List;

/**
 * A mistake in a text whose file name is not known yet.
 *
 * @param line of the text, from 1
 */
record SqlFlaw(int line, String message, String cure) {
    SqlProblem in(SqlSource source) {
        return new SqlProblem(source.place(line) + message, List.of(cure));
    }
}
