package dev.runbook.action.prometheus;

import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses an author's PromQL far enough to find the context of each gap: in a label's quotes a value is escaped text,
 * elsewhere it is a number or a duration.
 *
 * <p>The compiler uses it to reject values in bad places, the action to escape values. Immutable.
 */
public final class PromQlText {
    /** The context of a gap. */
    public enum Place implements GapPlace {
        NUMBER,
        DOUBLE_QUOTES,
        SINGLE_QUOTES,
        BACKTICKS("nothing can be escaped between backticks", "use double quotes"),
        COMMENT("a value in a comment does nothing", "move it out of the comment"),
        PART_OF_NAME("a value cannot be a part of a name", "match the name by a label: {__name__=\"…\"}");

        private final GapRule rule;

        Place() {
            this.rule = GapRule.ALLOWED;
        }

        Place(String problem, String cure) {
            this.rule = new GapRule(problem, cure);
        }

        @Override
        public GapRule rule() {
            return rule;
        }
    }

    private final List<Place> gaps;

    private PromQlText(List<String> parts) {
        gaps = read(parts);
    }

    /** Parses the parts of a query between its gaps. */
    public static PromQlText of(List<String> parts) {
        return new PromQlText(parts);
    }

    /** Returns the context of each gap, in order: one fewer than the parts. */
    public List<Place> gaps() {
        return gaps;
    }

    private static List<Place> read(List<String> parts) {
        List<Place> gaps = new ArrayList<>();
        Place place = Place.NUMBER;
        for (int p = 0; p + 1 < parts.size(); p++) {
            String part = parts.get(p);
            for (int i = 0; i < part.length(); i++) {
                boolean escapes = place == Place.DOUBLE_QUOTES || place == Place.SINGLE_QUOTES;
                if (escapes && part.charAt(i) == '\\') {
                    i++;
                } else {
                    place = after(place, part.charAt(i));
                }
            }
            gaps.add(place == Place.NUMBER && (ends(part) || begins(parts.get(p + 1))) ? Place.PART_OF_NAME : place);
        }
        return List.copyOf(gaps);
    }

    private static Place after(Place place, char c) {
        return switch (place) {
            case DOUBLE_QUOTES -> c == '"' ? Place.NUMBER : place;
            case SINGLE_QUOTES -> c == '\'' ? Place.NUMBER : place;
            case BACKTICKS -> c == '`' ? Place.NUMBER : place;
            case COMMENT -> c == '\n' ? Place.NUMBER : place;
            default ->
                switch (c) {
                    case '"' -> Place.DOUBLE_QUOTES;
                    case '\'' -> Place.SINGLE_QUOTES;
                    case '`' -> Place.BACKTICKS;
                    case '#' -> Place.COMMENT;
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
