package dev.runbook.action.prometheus;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses an author's PromQL far enough to find the context of each gap: in a label's quotes a value is escaped text,
 * elsewhere it is a number or a duration.
 *
 * <p>The compiler uses it to reject values in bad places, the action to escape values. Immutable.
 */
public final class PromQlText {
    private final List<PromQlPlace> gaps;

    private PromQlText(List<String> parts) {
        gaps = read(parts);
    }

    /** Parses the parts of a query between its gaps. */
    public static PromQlText of(List<String> parts) {
        return new PromQlText(parts);
    }

    /** Returns the context of each gap, in order: one fewer than the parts. */
    public List<PromQlPlace> gaps() {
        return gaps;
    }

    private static List<PromQlPlace> read(List<String> parts) {
        List<PromQlPlace> gaps = new ArrayList<>();
        PromQlPlace place = PromQlPlace.NUMBER;
        for (int p = 0; p + 1 < parts.size(); p++) {
            String part = parts.get(p);
            for (int i = 0; i < part.length(); i++) {
                boolean escapes = place == PromQlPlace.DOUBLE_QUOTES || place == PromQlPlace.SINGLE_QUOTES;
                if (escapes && part.charAt(i) == '\\') {
                    i++;
                } else {
                    place = after(place, part.charAt(i));
                }
            }
            gaps.add(
                    place == PromQlPlace.NUMBER && (ends(part) || begins(parts.get(p + 1)))
                            ? PromQlPlace.PART_OF_NAME
                            : place);
        }
        return List.copyOf(gaps);
    }

    private static PromQlPlace after(PromQlPlace place, char c) {
        return switch (place) {
            case DOUBLE_QUOTES -> c == '"' ? PromQlPlace.NUMBER : place;
            case SINGLE_QUOTES -> c == '\'' ? PromQlPlace.NUMBER : place;
            case BACKTICKS -> c == '`' ? PromQlPlace.NUMBER : place;
            case COMMENT -> c == '\n' ? PromQlPlace.NUMBER : place;
            default ->
                switch (c) {
                    case '"' -> PromQlPlace.DOUBLE_QUOTES;
                    case '\'' -> PromQlPlace.SINGLE_QUOTES;
                    case '`' -> PromQlPlace.BACKTICKS;
                    case '#' -> PromQlPlace.COMMENT;
                    default -> place;
                };
        };
    }

    private static boolean ends(String part) {
        return !part.isEmpty() && wordCharacter(part.charAt(part.length() - 1));
    }

    /** Returns whether the part begins with a unit, which may follow a number: {@code [${minutes}m]}. */
    private static boolean begins(String part) {
        return !part.isEmpty() && wordCharacter(part.charAt(0)) && !part.matches("(?s)(ms|[smhdwy])\\b.*");
    }

    private static boolean wordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == ':';
    }
}
