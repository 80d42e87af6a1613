package dev.runbook.cli;

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
        return line.codePoints().map(TerminalText::width).sum();
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
            if (taken + width(point) > columns - 1) {
                break;
            }
            taken += width(point);
            end += Character.charCount(point);
        }
        return line.substring(0, end) + (columns > 0 ? CUT : "");
    }

    /** Filled with blanks to so many columns. */
    public static String pad(String line, int columns) {
        return line + " ".repeat(Math.max(0, columns - width(line)));
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0x1f300 && point <= 0x1faff)
                || point >= 0x20000;
        return wide ? 2 : 1;
    }
}
