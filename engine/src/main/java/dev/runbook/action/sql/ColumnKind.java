package dev.runbook.action.sql;

import java.util.Locale;
import java.util.Optional;

/** What a column holds, whatever its database calls the type. */
enum ColumnKind {
    NUMBER,
    FLOAT,
    TRUTH,
    TEXT,
    BYTES,
    DAY,
    TIME_OF_DAY,
    /** A date with a time, of no time zone. */
    LOCAL_TIME,
    /** A point in time. */
    INSTANT,
    UUID,
    JSON,
    /** A type only its own kind of database has: carried as the text it writes and reads itself. */
    OWN;

    /**
     * What values of two columns are compared as; empty when one cannot be carried into the other.
     *
     * @param loose whether one side keeps any value in any column, so that its texts may be times
     */
    static Optional<ColumnKind> common(ColumnKind one, ColumnKind other, boolean loose) {
        if (one == other) {
            return one == OWN ? Optional.empty() : Optional.of(one);
        }
        return oneWay(one, other, loose).or(() -> oneWay(other, one, loose));
    }

    private static Optional<ColumnKind> oneWay(ColumnKind one, ColumnKind other, boolean loose) {
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

    /** Whether rows can be put in the order of their change by it. */
    boolean tellsOrder() {
        return this == NUMBER || this == TEXT || this == DAY || this == LOCAL_TIME || this == INSTANT;
    }

    /** For people: {@code number}, {@code local time}. */
    String describe() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
