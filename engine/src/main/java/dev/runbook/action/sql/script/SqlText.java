package dev.runbook.action.sql.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses an author's SQL text far enough to find the context of each gap. Only in code can a value be a bound
 * parameter, a quoted name or a literal.
 *
 * <p>The compiler uses it to reject values in bad places, the action to bind values. Immutable.
 */
public final class SqlText {
    /** Represents a gap while the text is parsed. */
    private static final char GAP = '?';

    private final String text;
    private final SqlPlace[] places;
    private final List<Integer> offsets = new ArrayList<>();
    private final List<SqlPlace> gaps = new ArrayList<>();

    private SqlText(List<String> parts) {
        StringBuilder joined = new StringBuilder(parts.get(0));
        for (String part : parts.subList(1, parts.size())) {
            offsets.add(joined.length());
            joined.append(GAP).append(part);
        }
        text = joined.toString();
        places = SqlPlaces.of(text);
        offsets.forEach(offset -> gaps.add(place(offset)));
    }

    /** Parses the parts of a text between its gaps. */
    public static SqlText of(List<String> parts) {
        return new SqlText(parts);
    }

    /** Returns the context of each gap, in order: one fewer than the parts. */
    public List<SqlPlace> gaps() {
        return List.copyOf(gaps);
    }

    /** Returns the line of an offset in {@link #text()}, from 1. */
    public int lineAt(int offset) {
        return lineAt(text, offset);
    }

    public static int lineAt(String text, int offset) {
        return 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
    }

    /** Returns the text with one character for each gap. */
    public String text() {
        return text;
    }

    /** Returns the offsets of the gaps in {@link #text()}. */
    public List<Integer> offsets() {
        return offsets;
    }

    /** Returns the class of each character of {@link #text()}. */
    public SqlPlace[] places() {
        return places;
    }

    private SqlPlace place(int offset) {
        SqlPlace place = places[offset];
        boolean adjacent = partOfName(offset - 1) || partOfName(offset + 1);
        return place == SqlPlace.CODE && adjacent ? SqlPlace.PART_OF_NAME : place;
    }

    private boolean partOfName(int offset) {
        return offset >= 0
                && offset < text.length()
                && (SqlPlaces.wordCharacter(text.charAt(offset)) || offsets.contains(offset));
    }
}
