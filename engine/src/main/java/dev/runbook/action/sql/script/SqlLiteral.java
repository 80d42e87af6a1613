package dev.runbook.action.sql.script;

/**
 * A value inserted into the statement as a quoted literal of the dialect, for statements without parameters (DDL,
 * {@code RESTORE}).
 *
 * @param value a text, number or boolean, a {@link dev.runbook.value.Secret}, or a value known only at run time
 */
public record SqlLiteral(Object value) {
    @Override
    public String toString() {
        return value instanceof Number || value instanceof Boolean ? value.toString() : "'" + value + "'";
    }
}
