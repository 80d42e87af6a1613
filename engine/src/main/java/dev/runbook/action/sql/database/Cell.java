package dev.runbook.action.sql.database;

import dev.runbook.value.Truncated;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Optional;

/** Converts a value of a row for conditions, handles and journals: text, number, boolean, instant, list or map. */
public final class Cell {
    private Cell() {}

    /**
     * @param zone the zone of a time without one
     * @param longest the limit of a text, in characters, or of bytes; a longer value becomes a {@link Truncated}
     */
    public static Object plain(Object value, Dialect dialect, ZoneId zone, int longest) throws SQLException {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return bytes.length > longest / 2
                    ? tooLong(bytes.length, longest / 2)
                    : "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Clob text) {
            return text.length() > longest
                    ? tooLong(text.length(), longest)
                    : text.getSubString(1, (int) text.length());
        }
        if (value instanceof Blob bytes) {
            return bytes.length() > longest / 2
                    ? tooLong(bytes.length(), longest / 2)
                    : plain(bytes.getBytes(1, (int) bytes.length()), dialect, zone, longest);
        }
        if (value instanceof SQLXML xml) {
            return whole(xml.getString(), longest);
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof LocalDateTime time) {
            return time.atZone(zone).toInstant();
        }
        Optional<Object> own = dialect.plain(value, zone, longest);
        return own.isPresent() ? own.get() : whole(value.toString(), longest);
    }

    static Object whole(String text, int longest) {
        return text.length() > longest ? tooLong(text.length(), longest) : text;
    }

    private static Truncated tooLong(long length, int longest) {
        return Truncated.text(Truncated.Kind.CELL, length, longest);
    }
}
