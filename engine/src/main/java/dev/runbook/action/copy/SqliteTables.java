package dev.runbook.action.copy;

import dev.runbook.action.sql.script.SqlIdentifier;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads and writes rows of SQLite, whose columns prefer a kind of value but store any: times are texts, booleans are
 * numbers.
 */
final class SqliteTables implements TableDialect {
    private static final String DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
    private static final String TIME = "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*";

    @Override
    public Column column(String name, String type, int precision, int scale, boolean made) {
        return new Column(name, kind(type.toUpperCase(Locale.ROOT)), type, Column.ANY, made);
    }

    /** Applies SQLite's affinity rules, except for type names that are more specific. */
    private static ColumnKind kind(String type) {
        if (type.contains("BOOL")) {
            return ColumnKind.TRUTH;
        }
        if (type.contains("INT")) {
            return ColumnKind.NUMBER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") || type.contains("JSON")) {
            return ColumnKind.TEXT;
        }
        if (type.contains("BLOB")) {
            return ColumnKind.BYTES;
        }
        if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return ColumnKind.FLOAT;
        }
        boolean asText = type.contains("DATE") || type.contains("TIME") || type.isEmpty();
        return asText ? ColumnKind.TEXT : ColumnKind.NUMBER;
    }

    /** Returns the query for generated columns, virtual (2) and stored (3). */
    @Override
    public ComputedColumns computedColumns(SqlIdentifier table, String quoted) {
        return new ComputedColumns(
                "select name from pragma_table_xinfo(?) where hidden in (2, 3)",
                String.valueOf(table.names().get(table.names().size() - 1)));
    }

    @Override
    public Object read(ResultSet rows, int index, Column column) throws SQLException {
        return column.kind() == ColumnKind.BYTES ? rows.getBytes(index) : rows.getObject(index);
    }

    @Override
    public void bind(PreparedStatement statement, int index, Column column, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof BigDecimal number) {
            bindNumber(statement, index, number);
        } else if (value instanceof Double number) {
            statement.setDouble(index, number);
        } else if (value instanceof Boolean truth) {
            statement.setInt(index, truth ? 1 : 0);
        } else if (value instanceof ByteBuffer bytes) {
            statement.setBytes(index, CopiedValue.bytes(bytes));
        } else {
            statement.setString(index, CopiedValue.text(value));
        }
    }

    /** Binds a number with decimal places as text: the column converts it without losing decimal places. */
    private static void bindNumber(PreparedStatement statement, int index, BigDecimal number) throws SQLException {
        if (number.scale() <= 0 && number.toBigInteger().bitLength() < Long.SIZE) {
            statement.setLong(index, number.longValue());
        } else {
            statement.setString(index, number.toPlainString());
        }
    }

    @Override
    public Optional<String> outOfOrder(String column) {
        return Optional.of(column + " not glob '" + DAY + "' and (" + column + " not glob '" + DAY + " " + TIME
                + "' or " + column + " glob '*[Zz+]*')");
    }

    @Override
    public int mostParameters() {
        return 30_000;
    }

    @Override
    public String textType(int length) {
        return "text";
    }

    @Override
    public boolean loose() {
        return true;
    }
}
