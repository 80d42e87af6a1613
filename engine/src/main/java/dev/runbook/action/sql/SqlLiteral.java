package dev.runbook.action.sql;

/**
 * A value written into the statement as a quoted literal of the dialect, for statements that take no parameters (DDL,
 * {@code RESTORE}).
 *
 * @param value a text, number or boolean, a {@link dev.runbook.value.Secret}, or a value that only a run knows
 */
public record SqlLiteral(Object value) {
    @Override
    public String toString() {
        return value instanceof Number || value instanceof Boolean ? value.toString() : "'" + value + "'";
    }
}
