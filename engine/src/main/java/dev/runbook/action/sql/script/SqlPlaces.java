package dev.runbook.action.sql.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classifies every character of an SQL text as code, string, quoted name or comment. */
final class SqlPlaces {
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

    private final String text;
    private final SqlPlace[] places;
    private int at;

    private SqlPlaces(String text) {
        this.text = text;
        this.places = new SqlPlace[text.length()];
    }

    /** Returns one class per character; delimiters belong to what they delimit. */
    static SqlPlace[] of(String text) {
        SqlPlaces scan = new SqlPlaces(text);
        while (scan.at < text.length()) {
            scan.next();
        }
        return scan.places;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '\'' -> quoted(SqlPlace.STRING, "'", escapes());
            case '"' -> quoted(SqlPlace.IDENTIFIER, "\"", false);
            case '`' -> quoted(SqlPlace.IDENTIFIER, "`", false);
            case '[' -> bracket();
            case '$' -> dollar();
            case '-' -> lineComment();
            case '/' -> blockComment();
            default -> mark(SqlPlace.CODE, at + 1);
        }
    }

    /** Returns whether the string is PostgreSQL's {@code E'…'}, in which a backslash escapes the quote. */
    private boolean escapes() {
        boolean e = at > 0 && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e');
        return e && (at == 1 || !wordCharacter(text.charAt(at - 2)));
    }

    private void quoted(SqlPlace place, String end, boolean backslashes) {
        int i = at + 1;
        while (i < text.length() && !text.startsWith(end, i)) {
            i += backslashes && text.charAt(i) == '\\' ? 2 : 1;
        }
        mark(place, i + end.length());
    }

    /** Scans {@code [name]} of SQL Server and SQLite, as opposed to {@code array[1]} and {@code ARRAY[a, b]}. */
    private void bracket() {
        boolean indexes = at > 0 && (wordCharacter(text.charAt(at - 1)) || "])[".indexOf(text.charAt(at - 1)) >= 0);
        boolean names = at + 1 < text.length() && wordCharacter(text.charAt(at + 1)) && !digit(text.charAt(at + 1));
        if (names && !indexes) {
            quoted(SqlPlace.IDENTIFIER, "]", false);
        } else {
            mark(SqlPlace.CODE, at + 1);
        }
    }

    private void dollar() {
        Matcher tag = DOLLAR_QUOTE.matcher(text).region(at, text.length());
        boolean insideName = at > 0 && wordCharacter(text.charAt(at - 1));
        if (insideName || !tag.lookingAt()) {
            mark(SqlPlace.CODE, at + 1);
            return;
        }
        int end = text.indexOf(tag.group(), tag.end());
        mark(SqlPlace.DOLLAR_QUOTED, end < 0 ? text.length() : end + tag.group().length());
    }

    private void lineComment() {
        if (!text.startsWith("--", at)) {
            mark(SqlPlace.CODE, at + 1);
            return;
        }
        int end = text.indexOf('\n', at);
        mark(SqlPlace.COMMENT, end < 0 ? text.length() : end);
    }

    /**
     * Scans a comment. Comments nest in PostgreSQL and SQL Server; in other databases this only classifies too much as
     * a comment.
     */
    private void blockComment() {
        if (!text.startsWith("/*", at)) {
            mark(SqlPlace.CODE, at + 1);
            return;
        }
        int depth = 1;
        int i = at + 2;
        while (i < text.length() && depth > 0) {
            boolean opens = text.startsWith("/*", i);
            boolean closes = text.startsWith("*/", i);
            depth += opens ? 1 : closes ? -1 : 0;
            i += opens || closes ? 2 : 1;
        }
        mark(SqlPlace.COMMENT, i);
    }

    private void mark(SqlPlace place, int end) {
        int until = Math.min(end, text.length());
        while (at < until) {
            places[at++] = place;
        }
    }

    static boolean wordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c == '#';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
