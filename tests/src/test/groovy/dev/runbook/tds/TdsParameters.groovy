package dev.runbook.tds

import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.charset.StandardCharsets
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneOffset
import java.util.regex.Matcher

/** The parameters that a driver sends with a statement: decoded, and written into the statement for H2. */
@CompileStatic
class TdsParameters {
    /** Days are counted from the first of January of the year 1. */
    static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1)

    /** The next parameter of a call. */
    static Object next(ByteBuffer body) {
        TdsSession.text(body, body.get() & 0xFF)
        body.get()
        int type = body.get() & 0xFF
        switch (type) {
            case 0xE7:
                def bytes = varying(body, 5)
                return bytes == null ? null : new String(bytes, StandardCharsets.UTF_16LE)
            case 0xA5:
                return varying(body, 0)
            case 0x26:
                body.get()
                int size = body.get()
                return size == 0 ? null : size == 1 ? (Object) (body.get() & 0xFF) : size == 2 ? (Object) (int) body.getShort()
                        : size == 4 ? (Object) body.getInt() : (Object) body.getLong()
            case 0x68:
                body.get()
                return body.get() == (byte) 0 ? null : (Object) (body.get() != (byte) 0)
            case 0x6D:
                body.get()
                int length = body.get()
                return length == 0 ? null : length == 4 ? (Object) (double) body.getFloat() : (Object) body.getDouble()
            case 0x6A:
            case 0x6C:
                return decimal(body)
            case 0x28:
                return body.get() == (byte) 0 ? null : day(body)
            case 0x29:
                int fraction = body.get()
                int bytes = body.get()
                return bytes == 0 ? null : time(body, bytes, fraction)
            case 0x2A:
                int scale = body.get()
                int width = body.get()
                return width == 0 ? null : localTime(body, width - 3, scale)
            case 0x2B:
                int digits = body.get()
                int all = body.get()
                return all == 0 ? null : instant(body, all - 5, digits)
            default:
                throw new IOException("parameter type 0x${Integer.toHexString(type)}")
        }
    }

    private static byte[] varying(ByteBuffer body, int collation) {
        int most = body.getShort() & 0xFFFF
        body.position(body.position() + collation)
        if (most != 0xFFFF) {
            int length = body.getShort() & 0xFFFF
            return length == 0xFFFF ? null : part(body, length)
        }
        if (body.getLong() == -1L) {
            return null
        }
        def bytes = new ByteArrayOutputStream()
        for (int chunk = body.getInt(); chunk != 0; chunk = body.getInt()) {
            bytes.write(part(body, chunk))
        }
        bytes.toByteArray()
    }

    private static byte[] part(ByteBuffer body, int length) {
        def part = new byte[length]
        body.get(part)
        part
    }

    private static BigDecimal decimal(ByteBuffer body) {
        body.position(body.position() + 2)
        int scale = body.get()
        int length = body.get()
        if (length == 0) {
            return null
        }
        int sign = body.get()
        def magnitude = part(body, length - 1)
        new BigDecimal(new BigInteger(sign == 1 ? 1 : -1, magnitude.reverse() as byte[]), scale)
    }

    private static long number(ByteBuffer body, int bytes) {
        def whole = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
        whole.put(part(body, bytes))
        whole.getLong(0)
    }

    private static LocalDate day(ByteBuffer body) {
        FIRST_DAY.plusDays(number(body, 3))
    }

    private static LocalTime time(ByteBuffer body, int bytes, int scale) {
        LocalTime.ofNanoOfDay(number(body, bytes) * (long) Math.pow(10, 9 - scale))
    }

    private static LocalDateTime localTime(ByteBuffer body, int bytes, int scale) {
        def time = time(body, bytes, scale)
        day(body).atTime(time)
    }

    private static OffsetDateTime instant(ByteBuffer body, int bytes, int scale) {
        def utc = localTime(body, bytes, scale).atOffset(ZoneOffset.UTC)
        utc.withOffsetSameInstant(ZoneOffset.ofTotalSeconds(body.getShort() * 60))
    }

    static String filled(String sql, List<Object> values) {
        def place = (sql =~ /@P(\d+)\b/)
        def text = new StringBuilder()
        while (place.find()) {
            place.appendReplacement(text, Matcher.quoteReplacement(literal(values[place.group(1).toInteger()])))
        }
        place.appendTail(text)
        text.toString()
    }

    private static String literal(Object value) {
        switch (value) {
            case null: return 'NULL'
            case Number:
            case Boolean: return value.toString()
            case byte[]: return "X'${HexFormat.of().formatHex((byte[]) value)}'"
            case LocalDateTime: return "TIMESTAMP '${value.toString().replace('T', ' ')}'"
            case OffsetDateTime: return "TIMESTAMP WITH TIME ZONE '${value.toString().replace('T', ' ')}'"
            default: return "'${value.toString().replace("'", "''")}'"
        }
    }
}
