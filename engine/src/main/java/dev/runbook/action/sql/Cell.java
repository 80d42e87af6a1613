package dev.runbook.action.sql;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;

/** A value of a row as conditions, handles and journals take it: text, number, truth, list or map. */
final class Cell {
    /** Longer texts are cut in what conditions see; the output has the beginning only as well. */
    static final int LONGEST = 64 * 1024;

    private Cell() {}

    static Object plain(Object value, Dialect dialect) throws SQLException {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return cut("\\x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, LONGEST / 2)));
        }
        if (value instanceof Clob text) {
            return cut(text.getSubString(1, (int) Math.min(text.length(), LONGEST)));
        }
        if (value instanceof Blob bytes) {
            return plain(bytes.getBytes(1, (int) Math.min(bytes.length(), LONGEST / 2)), dialect);
        }
        if (value instanceof SQLXML xml) {
            return cut(xml.getString());
        }
        Optional<Object> own = dialect.plain(value);
        return own.isPresent() ? own.get() : cut(text(value));
    }

    private static String text(Object value) {
        if (value instanceof OffsetDateTime instant) {
            return instant.withOffsetSameInstant(ZoneOffset.UTC).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        }
        if (value instanceof LocalDateTime time) {
            return time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        }
        return value.toString();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
