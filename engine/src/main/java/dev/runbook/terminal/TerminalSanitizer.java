package dev.runbook.terminal;

/**
 * Makes text safe to show on a terminal or a page: it cannot move the cursor, set colours, rename or ring the terminal,
 * hide text, or change the writing direction.
 */
public final class TerminalSanitizer {
    private static final int TAB = 4;
    private static final int DELETE = 0x7f;
    private static final int CONTROL_PICTURES = 0x2400;

    private TerminalSanitizer() {}

    /** Sanitizes like {@link #block}, on one line. */
    public static String line(String text) {
        return block(text).replace('\n', ' ');
    }

    /**
     * Sanitizes text and keeps its line breaks. Nothing is dropped, because a shell still runs what a person cannot
     * see: control characters show as their pictures ({@code ␛}), other characters that are invisible or change the
     * writing direction as {@code ·}.
     */
    public static String block(String text) {
        return shown(text, false);
    }

    /** Sanitizes a program's output like {@link #block}, without its terminal escape sequences. */
    public static String output(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean withoutSequences) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (withoutSequences && (point == 0x1b || point == 0x9b)) {
                next = afterSequence(text, i);
            } else if (point == '\n') {
                shown.append('\n');
            } else if (point == '\t') {
                shown.append(" ".repeat(TAB));
            } else if (point != '\r' || !endsLine(text, next)) {
                shown.appendCodePoint(visible(point));
            }
            i = next;
        }
        return shown.toString();
    }

    private static int visible(int point) {
        if (point < ' ') {
            return CONTROL_PICTURES + point;
        }
        return point == DELETE ? '␡' : controls(point) ? '·' : point;
    }

    private static boolean endsLine(String text, int at) {
        return at == text.length() || text.charAt(at) == '\n';
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

    /**
     * Returns the end of an escape sequence: CSI ends at its final byte, OSC and similar at their terminator, others
     * after two characters.
     */
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
}
