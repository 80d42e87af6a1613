package dev.runbook.action.copy;

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
 * @param type the database's name for its type
 * @param digits the number of decimal places it stores, of numbers and of seconds; {@link #ANY} if unlimited
 * @param made whether the database generates its values, but accepts given ones (identity)
 * @param computed whether the database computes its values, so that none can be given
 */
record Column(String name, ColumnKind kind, String type, int digits, boolean made, boolean computed) {
    static final int ANY = -1;

    /** SQL Server's {@code datetime} has a resolution of 1/300 second. */
    static final int TICKS = -2;

    /** SQL Server's {@code smalldatetime} stores no seconds. */
    static final int MINUTES = -3;

    Column(String name, ColumnKind kind, String type, int digits, boolean made) {
        this(name, kind, type, digits, made, false);
    }

    Column asComputed() {
        return new Column(name, kind, type, digits, made, true);
    }

    /** Returns whether the type is single precision, in which the nearest value differs. */
    private boolean single() {
        return type.equals("float4") || (type.equals("real") && kind == ColumnKind.FLOAT);
    }

    /** Returns whether shorter texts are padded with blanks, which are not significant. */
    boolean padded() {
        return type.equals("bpchar") || type.equals("char") || type.equals("nchar");
    }

    /**
     * Returns the value as the column stores it: times in its precision, as its database rounds them.
     *
     * @throws CopyRefused when the column would lose a part of a number
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

    /** Rounds to 1/300 second, in whole milliseconds. */
    private static long ticked(long nanos) {
        long ticks = Math.round(nanos * 3 / 1e7);
        return Math.round(ticks * 10 / 3.0) * 1_000_000;
    }
}
