package dev.runbook.action.copy;

import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import dev.runbook.text.DecimalText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A value being copied between two databases, in a canonical form, so that equal values are equal whatever form each
 * database uses: numbers without trailing zeros, points in time without a zone, JSON with sorted keys.
 */
final class CopiedValue {
    private static final Set<Object> ENDLESS = Set.of(
            LocalDateTime.MAX,
            LocalDateTime.MIN,
            OffsetDateTime.MAX.toInstant(),
            OffsetDateTime.MIN.toInstant(),
            LocalDate.MAX,
            LocalDate.MIN);

    private CopiedValue() {}

    /**
     * Converts a value read by a driver to its canonical form.
     *
     * @param zone the zone of local times, where the other side has points in time
     * @throws RuntimeException when the value is not of this kind
     */
    static Object of(ColumnKind kind, Object read, Optional<ZoneId> zone) {
        if (read == null) {
            return null;
        }
        return switch (kind) {
            case NUMBER -> number(read);
            case FLOAT -> ((Number) read).doubleValue();
            case TRUTH -> truth(read);
            case TEXT, OWN -> read.toString();
            case BYTES ->
                ByteBuffer.wrap(
                        read instanceof byte[] bytes ? bytes : read.toString().getBytes(StandardCharsets.UTF_8));
            case DAY ->
                read instanceof LocalDate day
                        ? day
                        : LocalDate.parse(read.toString().strip());
            case TIME_OF_DAY ->
                read instanceof LocalTime time
                        ? time
                        : LocalTime.parse(read.toString().strip());
            case LOCAL_TIME -> read instanceof LocalDateTime time ? time : LocalDateTime.parse(iso(read));
            case INSTANT -> instant(read, zone);
            case UUID -> UUID.fromString(read.toString()).toString();
            case JSON ->
                JsonReader.read(read.toString())
                        .map(CopiedValue::ordered)
                        .map(JsonWriter::write)
                        .orElse(read.toString());
        };
    }

    private static Object number(Object read) {
        if (read instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (read instanceof Long || read instanceof Integer || read instanceof Short) {
            return BigDecimal.valueOf(((Number) read).longValue());
        }
        BigDecimal number = (read instanceof BigDecimal exact
                        ? exact
                        : DecimalText.read(read.toString().strip()))
                .stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static Boolean truth(Object read) {
        if (read instanceof Boolean truth) {
            return truth;
        }
        return switch (read.toString()) {
            case "0", "false", "f" -> false;
            case "1", "true", "t" -> true;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Instant instant(Object read, Optional<ZoneId> zone) {
        if (read instanceof Instant instant) {
            return instant;
        }
        if (read instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (read instanceof LocalDateTime time) {
            return time.atZone(zone.orElse(ZoneOffset.UTC)).toInstant();
        }
        String text = iso(read);
        return text.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)")
                ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)$", "$1:00"))
                        .toInstant()
                : LocalDateTime.parse(text).atZone(zone.orElse(ZoneOffset.UTC)).toInstant();
    }

    private static String iso(Object read) {
        return read.toString().strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +", "$1T");
    }

    private static Object ordered(Object json) {
        if (json instanceof Map<?, ?> object) {
            Map<String, Object> sorted = new TreeMap<>();
            object.forEach((key, value) -> sorted.put(String.valueOf(key), ordered(value)));
            return new LinkedHashMap<>(sorted);
        }
        return json instanceof List<?> list
                ? list.stream().map(CopiedValue::ordered).toList()
                : json;
    }

    /** Returns whether a time represents {@code infinity}, of which PostgreSQL has two. */
    static boolean endless(Object time) {
        return time instanceof Temporal && ENDLESS.contains(time);
    }

    /** Formats a value as text that {@link #read} parses, for people and for checkpoints. */
    static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof ByteBuffer bytes ? HexFormat.of().formatHex(bytes(bytes)) : String.valueOf(value);
    }

    /** Returns the bytes in a buffer, whatever part of an array it is a view of. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Parses the output of {@link #text}. */
    static Object read(ColumnKind kind, String text) {
        return kind == ColumnKind.BYTES
                ? ByteBuffer.wrap(HexFormat.of().parseHex(text))
                : of(kind, text, Optional.empty());
    }
}
