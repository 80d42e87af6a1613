package dev.runbook.action.copy;

import dev.runbook.action.sql.script.SqlIdentifier;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads and writes rows of SQL Server. */
final class SqlServerTables implements TableDialect {
    /** The server's limit is 2,100, some of which the driver needs. */
    private static final int MOST_PARAMETERS = 2_000;

    @Override
    public Column column(String name, String type, int precision, int scale, boolean made) {
        String bare = type.replace(" identity", "").replaceFirst("\\(.*", "").strip();
        ColumnKind kind = switch (bare) {
            case "tinyint", "smallint", "int", "bigint", "decimal", "numeric", "money", "smallmoney" ->
                ColumnKind.NUMBER;
            case "float", "real" -> ColumnKind.FLOAT;
            case "bit" -> ColumnKind.TRUTH;
            case "char", "nchar", "varchar", "nvarchar", "text", "ntext", "sysname" -> ColumnKind.TEXT;
            case "binary", "varbinary", "image" -> ColumnKind.BYTES;
            case "date" -> ColumnKind.DAY;
            case "time" -> ColumnKind.TIME_OF_DAY;
            case "datetime", "datetime2", "smalldatetime" -> ColumnKind.LOCAL_TIME;
            case "datetimeoffset" -> ColumnKind.INSTANT;
            case "uniqueidentifier" -> ColumnKind.UUID;
            default -> ColumnKind.OWN;
        };
        int digits = switch (bare) {
            case "datetime" -> Column.TICKS;
            case "smalldatetime" -> Column.MINUTES;
            case "money", "smallmoney" -> 4;
            case "decimal", "numeric", "time", "datetime2", "datetimeoffset" -> scale;
            default -> kind == ColumnKind.NUMBER ? 0 : Column.ANY;
        };
        return new Column(name, kind, bare, digits, made);
    }

    /** Returns the query for computed columns, including row versions and the period columns of a temporal table. */
    @Override
    public ComputedColumns computedColumns(SqlIdentifier table, String quoted) {
        return new ComputedColumns(
                "select name from sys.columns where object_id = object_id(?) and (is_computed = 1"
                        + " or type_name(system_type_id) = 'timestamp'"
                        + " or columnproperty(object_id, name, 'GeneratedAlwaysType') > 0)",
                quoted);
    }

    @Override
    public void bind(PreparedStatement statement, int index, Column column, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, column.kind() == ColumnKind.BYTES ? Types.VARBINARY : Types.NVARCHAR);
        } else if (value instanceof BigDecimal number) {
            bindNumber(statement, index, number);
        } else if (value instanceof ByteBuffer bytes) {
            statement.setBytes(index, CopiedValue.bytes(bytes));
        } else if (value instanceof Instant instant) {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else {
            statement.setObject(index, value);
        }
    }

    private static void bindNumber(PreparedStatement statement, int index, BigDecimal number) throws SQLException {
        if (number.scale() <= 0 && number.toBigInteger().bitLength() < Long.SIZE) {
            statement.setLong(index, number.longValue());
        } else {
            statement.setBigDecimal(index, number);
        }
    }

    /**
     * Casts a text parameter: parameters are Unicode, which would prevent the use of an index on a column that is not.
     */
    @Override
    public String place(Column column) {
        return switch (column.type()) {
            case "varchar", "char" -> "cast(? as varchar(8000))";
            case "datetime", "smalldatetime" -> "cast(? as " + column.type() + ")";
            default -> "?";
        };
    }

    @Override
    public String held() {
        return " with (updlock, holdlock)";
    }

    @Override
    public Optional<String> takeGivenValues(String table, boolean given) {
        return Optional.of("SET IDENTITY_INSERT " + table + (given ? " ON" : " OFF"));
    }

    @Override
    public int mostParameters() {
        return MOST_PARAMETERS;
    }

    @Override
    public String textType(int length) {
        return length == 0 ? "nvarchar(max)" : "nvarchar(" + length + ")";
    }
}
