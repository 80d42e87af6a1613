package dev.runbook.lab.tds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters that a driver sends with a statement: decoded, and written into the statement. */
final class TdsParameters {
    /** Days are counted from here. */
    static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

    private static final Pattern PLACE = Pattern.compile("@P(\\d+)\\b");

    private TdsParameters() {}

    /** Reads the next parameter of a call; null for NULL. */
    static Object next(ByteBuffer body) throws IOException {
        text(body, body.get() & 0xFF);
        body.get();
        int type = body.get() & 0xFF;
        return switch (type) {
            case 0xE7 -> {
                byte[] bytes = varying(body, 5);
                yield unlessNull(bytes == null ? 0 : 1, () -> new String(bytes, StandardCharsets.UTF_16LE));
            }
            case 0xA5 -> varying(body, 0);
            case 0x26 -> whole(body);
            case 0x68 -> {
                body.get();
                yield unlessNull(body.get(), () -> body.get() != 0);
            }
            case 0x6D -> {
                body.get();
                int length = body.get();
                yield unlessNull(length, () -> length == 4 ? (double) body.getFloat() : body.getDouble());
            }
            case 0x6A, 0x6C -> decimal(body);
            case 0x28 -> unlessNull(body.get(), () -> day(body));
            case 0x29 -> {
                int scale = body.get();
                int length = body.get();
                yield unlessNull(length, () -> time(body, length, scale));
            }
            case 0x2A -> {
                int scale = body.get();
                int length = body.get();
                yield unlessNull(length, () -> localTime(body, length - 3, scale));
            }
            case 0x2B -> {
                int scale = body.get();
                int length = body.get();
                yield unlessNull(length, () -> instant(body, length - 5, scale));
            }
            default -> throw new IOException("parameter type 0x" + Integer.toHexString(type));
        };
    }

    /** Reads a value, or returns null for a length of 0. */
    private static Object unlessNull(int length, Supplier<Object> value) {
        return length == 0 ? null : value.get();
    }

    private static Object whole(ByteBuffer body) {
        body.get();
        int size = body.get();
        return switch (size) {
            case 0 -> null;
            case 1 -> (Object) (body.get() & 0xFF);
            case 2 -> (Object) (int) body.getShort();
            case 4 -> (Object) body.getInt();
            default -> (Object) body.getLong();
        };
    }

    private static byte[] varying(ByteBuffer body, int collation) {
        int most = body.getShort() & 0xFFFF;
        body.position(body.position() + collation);
        if (most != 0xFFFF) {
            int length = body.getShort() & 0xFFFF;
            return length == 0xFFFF ? null : part(body, length);
        }
        if (body.getLong() == -1L) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int chunk = body.getInt(); chunk != 0; chunk = body.getInt()) {
            bytes.writeBytes(part(body, chunk));
        }
        return bytes.toByteArray();
    }

    private static byte[] part(ByteBuffer body, int length) {
        byte[] part = new byte[length];
        body.get(part);
        return part;
    }

    private static BigDecimal decimal(ByteBuffer body) {
        body.position(body.position() + 2);
        int scale = body.get();
        int length = body.get();
        if (length == 0) {
            return null;
        }
        int sign = body.get();
        byte[] magnitude = part(body, length - 1);
        return new BigDecimal(new BigInteger(sign == 1 ? 1 : -1, reversed(magnitude)), scale);
    }

    static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static long number(ByteBuffer body, int bytes) {
        ByteBuffer whole = TdsTokens.littleEndian(8);
        whole.put(part(body, bytes));
        return whole.getLong(0);
    }

    private static LocalDate day(ByteBuffer body) {
        return FIRST_DAY.plusDays(number(body, 3));
    }

    private static LocalTime time(ByteBuffer body, int bytes, int scale) {
        return LocalTime.ofNanoOfDay(number(body, bytes) * (long) Math.pow(10, 9 - scale));
    }

    private static LocalDateTime localTime(ByteBuffer body, int bytes, int scale) {
        LocalTime time = time(body, bytes, scale);
        return day(body).atTime(time);
    }

    private static OffsetDateTime instant(ByteBuffer body, int bytes, int scale) {
        OffsetDateTime utc = localTime(body, bytes, scale).atOffset(ZoneOffset.UTC);
        return utc.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(body.getShort() * 60));
    }

    /** Returns the statement with its parameters {@code @P0}, {@code @P1} … replaced by literals. */
    static String filled(String sql, List<Object> values) {
        Matcher place = PLACE.matcher(sql);
        StringBuilder text = new StringBuilder();
        while (place.find()) {
            String literal = literal(values.get(Integer.parseInt(place.group(1))));
            place.appendReplacement(text, Matcher.quoteReplacement(literal));
        }
        return place.appendTail(text).toString();
    }

    private static String literal(Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof LocalDateTime) {
            return "TIMESTAMP '" + value.toString().replace('T', ' ') + "'";
        }
        if (value instanceof OffsetDateTime) {
            return "TIMESTAMP WITH TIME ZONE '" + value.toString().replace('T', ' ') + "'";
        }
        return "'" + value.toString().replace("'", "''") + "'";
    }

    /** Reads a text of this number of characters. */
    static String text(ByteBuffer body, int characters) {
        return new String(part(body, characters * 2), StandardCharsets.UTF_16LE);
    }
}
