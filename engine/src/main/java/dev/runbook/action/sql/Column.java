package dev.runbook.action.sql;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;

/**
 * A column as its database describes it.
 *
 * @param type the database's own name for its type
 * @param digits the decimal places it keeps, of numbers and of seconds; {@link #ANY} when there is no limit
 * @param made whether the database makes up its values by itself, but takes given ones (identity)
 * @param computed whether the database computes its values, so that none can be given
 */
record Column(String name, ColumnKind kind, String type, int digits, boolean made, boolean computed) {
    static final int ANY = -1;

    /** SQL Server's {@code datetime} keeps three hundredths of ten milliseconds. */
    static final int TICKS = -2;

    /** SQL Server's {@code smalldatetime} keeps no seconds. */
    static final int MINUTES = -3;

    Column(String name, ColumnKind kind, String type, int digits, boolean made) {
        this(name, kind, type, digits, made, false);
    }

    Column asComputed() {
        return new Column(name, kind, type, digits, made, true);
    }

    /** Shorter floating point numbers have another nearest value. */
    private boolean single() {
        return type.equals("float4") || (type.equals("real") && kind == ColumnKind.FLOAT);
    }

    /** Shorter texts are filled with blanks, which say nothing. */
    boolean padded() {
        return type.equals("bpchar") || type.equals("char") || type.equals("nchar");
    }

    /**
     * What the column keeps of a value: times to its own precision, as its database rounds them.
     *
     * @throws CopyRefused when it would lose a part of a number
     */
    Object kept(Object value) {
        if (value instanceof BigDecimal number && kind == ColumnKind.NUMBER) {
            if (digits != ANY && number.scale() > digits) {
                throw new CopyRefused(number.toPlainString() + " has more decimal places than the " + digits
                        + " of column '" + name + "' (" + type + ") in the target");
            }
            return value;
        }
        if (value instanceof Double number) {
            return single() ? (Double) (double) number.floatValue() : value;
        }
        if (value instanceof LocalDateTime || value instanceof Instant || value instanceof LocalTime) {
            return rounded((Temporal) value);
        }
        return value;
    }

    private Temporal rounded(Temporal time) {
        if (digits == ANY || digits >= 9 || CopiedValue.endless(time)) {
            return time;
        }
        if (digits == MINUTES) {
            Temporal later = time.plus(30, ChronoUnit.SECONDS);
            return time instanceof Instant
                    ? ((Instant) later).truncatedTo(ChronoUnit.MINUTES)
                    : ((LocalDateTime) later).truncatedTo(ChronoUnit.MINUTES);
        }
        long nanos = time.getLong(ChronoField.NANO_OF_SECOND);
        long step = digits == TICKS ? 1 : BigDecimal.TEN.pow(9 - digits).longValue();
        long whole = digits == TICKS ? ticked(nanos) : (nanos + step / 2) / step * step;
        return time.plus(Duration.ofNanos(whole - nanos));
    }

    /** To a three hundredth of a second, told in whole milliseconds. */
    private static long ticked(long nanos) {
        long ticks = Math.round(nanos * 3 / 1e7);
        return Math.round(ticks * 10 / 3.0) * 1_000_000;
    }
}
