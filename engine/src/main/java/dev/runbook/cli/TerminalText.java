package dev.runbook.cli;

/** Text as a terminal may show it: one line, no control sequences, of known width. */
public final class TerminalText {
    private static final String CUT = "…";
    private static final int TAB = 4;

    private TerminalText() {}

    /**
     * Without what could move the cursor, colour, rename or ring the terminal, or turn the direction of writing: ANSI and
     * OSC sequences vanish, other control characters show as {@code ·}. Line breaks stay.
     */
    public static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (point == 0x1b || point == 0x9b) {
                next = afterSequence(text, i);
            } else if (point == '\n') {
                shown.append('\n');
            } else if (point == '\t') {
                shown.append(" ".repeat(TAB));
            } else if (point != '\r') {
                shown.appendCodePoint(controls(point) ? '·' : point);
            }
            i = next;
        }
        return shown.toString();
    }

    private static boolean controls(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** The end of an escape sequence: CSI to its final byte, OSC and its like to their terminator, others two characters. */
    private static int afterSequence(String text, int at) {
        boolean oneByte = text.charAt(at) == 0x9b;
        int i = at + 1;
        if (i >= text.length()) {
            return i;
        }
        char kind = oneByte ? '[' : text.charAt(i++);
        if (kind == '[') {
            while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) < 0x40) {
                i++;
            }
            return Math.min(text.length(), i + 1);
        }
        if ("]PX^_".indexOf(kind) >= 0) {
            while (i < text.length() && text.charAt(i) != 0x07 && text.charAt(i) != 0x1b && text.charAt(i) != '\n') {
                i++;
            }
            boolean terminated = i + 1 < text.length() && text.charAt(i) == 0x1b && text.charAt(i + 1) == '\\';
            return terminated ? i + 2 : Math.min(text.length(), i + 1);
        }
        return i;
    }

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
