package dev.runbook.action.copy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * A source column and the target column its values are copied to.
 *
 * @param kind the kind in which values of both are compared
 * @param zone the zone of local times, where the other side has points in time
 */
record ColumnPair(Column source, Column target, ColumnKind kind, Optional<ZoneId> zone) {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** @throws CopyRefused when the value is not of the pair's kind */
    Object carried(Object read, Column from) {
        Object value;
        try {
            value = CopiedValue.of(kind, read, zone);
        } catch (RuntimeException unreadable) {
            throw new CopyRefused("column '" + from.name() + "' holds '" + shortened(read) + "', which is not "
                    + kind.describeValue());
        }
        return value instanceof String text && from.padded() ? text.replaceFirst(" +$", "") : value;
    }

    /** Returns the value that the target will contain after the write. */
    Object kept(Object value) {
        Object kept = target.kept(value);
        return kept instanceof String text && target.padded() ? text.replaceFirst(" +$", "") : kept;
    }

    /** Returns the value in the format of a side's column. */
    Object outgoing(Object value, Column to) {
        if (value instanceof Instant instant && to.kind() != ColumnKind.INSTANT) {
            LocalDateTime local = LocalDateTime.ofInstant(instant, zone.orElse(ZoneOffset.UTC));
            return to.kind() == ColumnKind.TEXT ? TEXT.format(local) : local;
        }
        if (value instanceof LocalDateTime local && to.kind() == ColumnKind.TEXT) {
            return TEXT.format(local);
        }
        if (value instanceof Boolean truth && to.kind() == ColumnKind.NUMBER) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value;
    }

    private static String shortened(Object read) {
        String text = String.valueOf(read);
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
