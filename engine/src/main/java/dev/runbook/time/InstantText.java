package dev.runbook.time;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses points in time as programs write them: ISO 8601 with an offset ({@code 2026-01-31T12:00:00Z}, also with a
 * space in place of the T and with an offset like {@code +01}), RFC 1123 and 2822 ({@code Sat, 31 Jan 2026 12:00:00
 * GMT}), seconds and milliseconds since 1970, and local time if a zone is given. Ambiguous texts are rejected.
 */
public final class InstantText {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern DATE_THEN_BLANK = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) +");
    private static final Pattern BARE_OFFSET =
            Pattern.compile("(:\\d\\d(?:[.,]\\d{1,9})?) *([+-]\\d\\d)(?::?(\\d\\d))?$");
    private static final Pattern UTC_BY_NAME = Pattern.compile("(:\\d\\d(?:[.,]\\d{1,9})?) *(?:UTC|GMT|Z)$");
    private static final Pattern NUMBER = Pattern.compile("\\d{9,13}(\\.\\d{1,9})?");
    private static final Pattern NAMED_MONTH = Pattern.compile("^([A-Za-z]{3}, *)?\\d{1,2} +[A-Za-z]{3} +\\d{4}.*");
    private static final Pattern UTC_AT_END = Pattern.compile(" (UTC|UT|Z|-0000)$");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal FIRST_SECOND = new BigDecimal("1E8");
    private static final BigDecimal LAST_SECOND = new BigDecimal("1E10");
    private static final BigDecimal FIRST_MILLISECOND = new BigDecimal("1E12");
    private static final BigDecimal LAST_MILLISECOND = new BigDecimal("1E13");

    private InstantText() {}

    /**
     * @param zone the zone of a text without an offset; empty if unknown
     * @throws IllegalArgumentException one line for people, when the text is not an instant or is ambiguous
     */
    public static Instant read(String text, Optional<ZoneId> zone) {
        String stripped = text.strip();
        if (NUMBER.matcher(stripped).matches()) {
            return read(new BigDecimal(stripped));
        }
        try {
            return NAMED_MONTH.matcher(stripped).matches() ? rfc(stripped) : iso(stripped, zone);
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(
                    "'" + shortened(stripped)
                            + "' is not an instant such as 2026-01-31T12:00:00Z (ISO 8601, RFC 1123, seconds since 1970)",
                    unreadable);
        }
    }

    /**
     * @param number seconds since 1970 from 1973 to 2286, or milliseconds from 2001 on: the two ranges do not overlap,
     *     and a date written without separators is in neither
     * @throws IllegalArgumentException for any other number
     */
    public static Instant read(BigDecimal number) {
        if (within(number, FIRST_SECOND, LAST_SECOND)) {
            return ofMicros(number.multiply(MILLION));
        }
        if (within(number, FIRST_MILLISECOND, LAST_MILLISECOND)) {
            return ofMicros(number.multiply(BigDecimal.valueOf(1_000)));
        }
        throw new IllegalArgumentException(
                shown(number) + " is neither seconds nor milliseconds since 1970, such as 1769860800 or 1769860800123");
    }

    private static String shown(BigDecimal number) {
        return Math.abs((long) number.scale()) < 100 ? number.toPlainString() : number.toString();
    }

    private static boolean within(BigDecimal number, BigDecimal first, BigDecimal end) {
        return number.compareTo(first) >= 0 && number.compareTo(end) < 0;
    }

    private static Instant ofMicros(BigDecimal micros) {
        long whole = micros.longValue();
        return Instant.ofEpochSecond(Math.floorDiv(whole, 1_000_000L), Math.floorMod(whole, 1_000_000L) * 1_000);
    }

    /** Accepts only UTC: other zone names are ambiguous, for example IST. */
    private static Instant rfc(String text) {
        String named = UTC_AT_END.matcher(text).replaceFirst(" GMT");
        return ZonedDateTime.parse(named, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    private static Instant iso(String text, Optional<ZoneId> zone) {
        String iso = DATE_THEN_BLANK.matcher(text).replaceFirst("$1T").replace(',', '.');
        iso = UTC_BY_NAME.matcher(iso).replaceFirst("$1Z");
        iso = BARE_OFFSET
                .matcher(iso)
                .replaceFirst(offset ->
                        offset.group(1) + offset.group(2) + ":" + (offset.group(3) == null ? "00" : offset.group(3)));
        Object read = ISO.parseBest(iso, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
        if (read instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        return read instanceof OffsetDateTime time ? time.toInstant() : local((LocalDateTime) read, text, zone);
    }

    private static Instant local(LocalDateTime time, String text, Optional<ZoneId> zone) {
        if (zone.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' does not say its time zone: add an offset to it (Z, +01:00), or give zone: 'UTC'");
        }
        ZoneRules rules = zone.get().getRules();
        int offsets = rules.getValidOffsets(time).size();
        if (offsets != 1) {
            throw new IllegalArgumentException("'" + text + "' " + (offsets == 0 ? "does not exist" : "comes twice")
                    + " in " + zone.get() + ", where the clocks change: add an offset to it (Z, +01:00)");
        }
        return time.atZone(zone.get()).toInstant();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\R.*", " …");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}
