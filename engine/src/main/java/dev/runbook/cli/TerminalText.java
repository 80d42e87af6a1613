package dev.runbook.cli;

import dev.runbook.text.TextWidth;

/** Harmless text as a terminal shows it: its width in columns, cut and filled to one. */
public final class TerminalText {
    private static final String CUT = "…";

    private TerminalText() {}

    /** The last part of a line a progress bar has written over with carriage returns. */
    public static String lastOverwrite(String line) {
        String text = line.stripTrailing();
        return text.substring(text.lastIndexOf('\r') + 1);
    }

    /** How many columns a harmless line takes. */
    public static int width(String line) {
        return TextWidth.of(line);
    }

    /** Cut to so many columns, with {@code …} where something is missing. */
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

    /** Filled with blanks to so many columns. */
    public static String pad(String line, int columns) {
        return line + " ".repeat(Math.max(0, columns - width(line)));
    }
}
