package dev.runbook.action.copy;

import dev.runbook.action.sql.script.SqlIdentifier;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/**
 * Reads and writes rows of PostgreSQL. Parameters are sent as untyped texts, which the server parses as the type of
 * their column.
 */
final class PostgresTables implements TableDialect {
    @Override
    public Column column(String name, String type, int precision, int scale, boolean made) {
        ColumnKind kind = switch (type) {
            case "int2", "int4", "int8", "smallserial", "serial", "bigserial", "numeric", "oid" -> ColumnKind.NUMBER;
            case "float4", "float8" -> ColumnKind.FLOAT;
            case "bool" -> ColumnKind.TRUTH;
            case "text", "varchar", "bpchar", "name", "citext" -> ColumnKind.TEXT;
            case "bytea" -> ColumnKind.BYTES;
            case "date" -> ColumnKind.DAY;
            case "time" -> ColumnKind.TIME_OF_DAY;
            case "timestamp" -> ColumnKind.LOCAL_TIME;
            case "timestamptz" -> ColumnKind.INSTANT;
            case "uuid" -> ColumnKind.UUID;
            case "json", "jsonb" -> ColumnKind.JSON;
            default -> ColumnKind.OWN;
        };
        int digits = switch (kind) {
            case NUMBER -> type.equals("numeric") && precision == 0 ? Column.ANY : scale;
            case TIME_OF_DAY, LOCAL_TIME, INSTANT -> scale;
            default -> Column.ANY;
        };
        return new Column(name, kind, type, digits, made);
    }

    /** Returns the query for computed columns; servers before 12 have none, and no {@code attgenerated}. */
    @Override
    public ComputedColumns computedColumns(SqlIdentifier table, String quoted) {
        return new ComputedColumns(
                "select attname from pg_attribute a where attrelid = cast(? as regclass) and not attisdropped"
                        + " and to_jsonb(a) ->> 'attgenerated' <> ''",
                quoted);
    }

    @Override
    public void bind(PreparedStatement statement, int index, Column column, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, column.kind() == ColumnKind.BYTES ? Types.BINARY : Types.NULL);
        } else if (value instanceof ByteBuffer bytes) {
            statement.setBytes(index, CopiedValue.bytes(bytes));
        } else {
            String text = CopiedValue.text(value);
            boolean endless = CopiedValue.endless(value);
            statement.setString(index, !endless ? text : text.startsWith("-") ? "-infinity" : "infinity");
        }
    }

    @Override
    public String heldAtEnd() {
        return " for update";
    }

    @Override
    public String givenValues() {
        return " overriding system value";
    }

    @Override
    public Optional<Sequences> sequences() {
        return Optional.of(new Sequences(
                "select pg_get_serial_sequence(?, ?)",
                "select setval(cast(? as regclass), cast(? as bigint))"
                        + " where coalesce(pg_sequence_last_value(cast(? as regclass)), 0) < cast(? as bigint)"));
    }

    @Override
    public int mostParameters() {
        return 30_000;
    }

    @Override
    public String textType(int length) {
        return "text";
    }
}
