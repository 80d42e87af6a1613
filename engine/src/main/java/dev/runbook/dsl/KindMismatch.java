package dev.runbook.dsl;

import java.util.Optional;

/** Suggests what to write instead of a comparison of two kinds of values. */
public final class KindMismatch {
    private KindMismatch() {}

    /**
     * @param one the text of the first value, or {@code …}
     * @param other the text of the second value
     */
    public static Optional<String> cure(ValueKind kind, String one, ValueKind otherKind, String other) {
        return kind.compareTo(otherKind) <= 0
                ? ordered(kind, one, otherKind, other)
                : ordered(otherKind, other, kind, one);
    }

    private static Optional<String> ordered(ValueKind kind, String one, ValueKind otherKind, String other) {
        return switch (kind) {
            case TEXT -> ofText(one, otherKind, other);
            case NUMBER ->
                switch (otherKind) {
                    case DURATION -> Optional.of("a duration is written with its unit: 10.seconds");
                    case INSTANT -> Optional.of("seconds since 1970 become an instant by time(" + one + ")");
                    default -> Optional.empty();
                };
            case DURATION ->
                otherKind == ValueKind.INSTANT
                        ? Optional.of("an instant is compared with another: " + other + " > 15.minutes.ago")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofText(String text, ValueKind otherKind, String other) {
        boolean written = text.startsWith("'") || text.startsWith("\"");
        return switch (otherKind) {
            case NUMBER ->
                Optional.of(
                        written
                                ? "write the number without quotes"
                                : "a text becomes a number by " + text + ".toInteger()");
            case TRUTH ->
                Optional.of(
                        written
                                ? "write " + other + " or !" + other + " without comparing it"
                                : "write true or false in quotes");
            case DURATION -> Optional.of("a duration is written with its unit: 10.seconds");
            case INSTANT -> Optional.of("a text becomes an instant by time(" + text + ")");
            case LIST, MAP -> Optional.of("ask " + other + ".contains(" + text + ")");
            default -> Optional.empty();
        };
    }
}
