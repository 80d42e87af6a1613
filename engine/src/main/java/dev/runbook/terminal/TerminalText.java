package dev.runbook.terminal;

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

    /** Pads a line with blanks to the given number of columns. */
    public static String pad(String line, int columns) {
        return line + " ".repeat(Math.max(0, columns - width(line)));
    }
}
