package dev.runbook.terminal;

import java.util.ArrayList;
import java.util.List;

/** Measures, cuts and pads harmless text by terminal columns. */
public final class TerminalText {
    private static final String CUT = "…";

    private TerminalText() {}

    /** Returns the last part of a line that a progress bar has overwritten with carriage returns. */
    public static String lastOverwrite(String line) {
        String text = line.stripTrailing();
        return text.substring(text.lastIndexOf('\r') + 1);
    }

    /** Returns the width of a harmless line in columns. */
    public static int width(String line) {
        return TextWidth.of(line);
    }

    /** Cuts a line to the given number of columns, with {@code …} where text is missing. */
    public static String cut(String line, int columns) {
        if (width(line) <= columns) {
            return line;
        }
        int taken = 0;
        int end = 0;
        while (end < line.length()) {
            int point = line.codePointAt(end);
            if (taken + TextWidth.of(point) > columns - 1) {
                break;
            }
            taken += TextWidth.of(point);
            end += Character.charCount(point);
        }
        return line.substring(0, end) + (columns > 0 ? CUT : "");
    }

    /**
     * Wraps a line between words to lines of at most the given number of columns; a longer word is cut in pieces.
     * Returns at least one line.
     */
    public static List<String> wrap(String line, int columns) {
        int room = Math.max(1, columns);
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : line.strip().split(" +", -1)) {
            for (String piece : pieces(word, room)) {
                if (!current.isEmpty() && width(current.toString()) + 1 + width(piece) > room) {
                    lines.add(current.toString());
                    current.setLength(0);
                }
                current.append(current.isEmpty() ? "" : " ").append(piece);
            }
        }
        lines.add(current.toString());
        return lines;
    }

    private static List<String> pieces(String word, int columns) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        word.codePoints().forEach(point -> {
            if (!piece.isEmpty() && width(piece.toString()) + TextWidth.of(point) > columns) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.appendCodePoint(point);
        });
        pieces.add(piece.toString());
        return pieces;
    }

    /** Pads a line with blanks to the given number of columns. */
    public static String pad(String line, int columns) {
        return line + " ".repeat(Math.max(0, columns - width(line)));
    }

    /** Pads a line with blanks before it to the given number of columns. */
    public static String padLeft(String line, int columns) {
        return " ".repeat(Math.max(0, columns - width(line))) + line;
    }
}
