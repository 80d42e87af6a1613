package dev.runbook.text;

import dev.runbook.terminal.TextWidth;

/** Formats a line of a file with a caret under the error, for a diagnostic. */
public final class SourceExcerpt {
    private static final String INDENT = "\n    ";
    private static final int WIDEST = 160;
    private static final int BEFORE_CARET = 40;

    private SourceExcerpt() {}

    /**
     * Returns two lines, each preceded by a line break and an indentation; empty for a blank line. A long line is cut
     * around the caret.
     *
     * @param line without its line break
     * @param column of the first wrong character, from 1; a character is a code point
     * @param length the number of wrong characters
     */
    public static String of(String line, int column, int length) {
        if (column < 1 || line.isBlank()) {
            return "";
        }
        int[] characters = line.replace('\t', ' ').codePoints().toArray();
        int caret = Math.min(column - 1, characters.length);
        int from = Math.min(indentation(characters), caret);
        if (caret - from > WIDEST - BEFORE_CARET) {
            from = caret - BEFORE_CARET;
        }
        int to = Math.min(characters.length, from + WIDEST);
        int end = Math.max(caret, Math.min(caret + length, to));
        String before = new String(characters, from, caret - from);
        String wrong = new String(characters, caret, end - caret);
        String after = new String(characters, end, to - end);
        return INDENT
                + (before + wrong + after).stripTrailing()
                + INDENT
                + " ".repeat(TextWidth.of(before))
                + '^'
                + "~".repeat(Math.max(0, TextWidth.of(wrong) - 1));
    }

    private static int indentation(int... characters) {
        int blanks = 0;
        while (blanks < characters.length && Character.isWhitespace(characters[blanks])) {
            blanks++;
        }
        return blanks;
    }
}
