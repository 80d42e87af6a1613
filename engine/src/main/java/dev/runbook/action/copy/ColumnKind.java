package dev.runbook.action.copy;

import java.util.Locale;
import java.util.Optional;

/** The kind of value in a column, independent of the database's type name. */
enum ColumnKind {
    NUMBER,
    FLOAT,
    TRUTH,
    TEXT,
    BYTES,
    DAY,
    TIME_OF_DAY,
    /** A date with a time, without a time zone. */
    LOCAL_TIME,
    /** A point in time. */
    INSTANT,
    UUID,
    JSON,
    /** A type specific to one kind of database: copied as text, in the database's own format. */
    OWN;

    /**
     * Returns the kind in which values of two columns are compared; empty when one cannot be copied into the other.
     *
     * @param loose whether one side stores any value in any column, so that its texts may be times
     */
    static Optional<ColumnKind> common(ColumnKind one, ColumnKind other, boolean loose) {
        if (one == other) {
            return one == OWN ? Optional.empty() : Optional.of(one);
        }
        return converted(one, other, loose).or(() -> converted(other, one, loose));
    }

    private static Optional<ColumnKind> converted(ColumnKind one, ColumnKind other, boolean loose) {
        return switch (one) {
            case NUMBER -> other == FLOAT ? Optional.of(NUMBER) : other == TRUTH ? Optional.of(TRUTH) : none();
            case UUID, JSON -> other == TEXT ? Optional.of(one) : none();
            case LOCAL_TIME ->
                other == INSTANT ? Optional.of(INSTANT) : loose && other == TEXT ? Optional.of(one) : none();
            case INSTANT, DAY, TIME_OF_DAY -> loose && other == TEXT ? Optional.of(one) : none();
            default -> none();
        };
    }

    private static Optional<ColumnKind> none() {
        return Optional.empty();
    }

    /** Returns whether rows can be ordered by change time with it. */
    boolean ordersRows() {
        return this == NUMBER || this == TEXT || this == DAY || this == LOCAL_TIME || this == INSTANT;
    }

    /** Returns the name for people: {@code number}, {@code local time}. */
    String describe() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the name of one value: {@code a number}, {@code an instant}. */
    String describeValue() {
        return (this == INSTANT ? "an " : "a ") + describe();
    }
}
