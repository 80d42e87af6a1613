package dev.runbook.environment;

/** Recognises terminal escape sequences in bytes: CSI (colours), OSC (titles) and two-character ones. */
final class EscapeSequences {
    /** The bytes end within a sequence. */
    static final int OPEN = Integer.MAX_VALUE;

    private static final int ESCAPE = 0x1b;
    /** The maximum length of a sequence: without a limit, an unterminated sequence would hold a stream back forever. */
    private static final int LONGEST = 256;

    private EscapeSequences() {}

    /**
     * Returns the position after all sequences that begin at {@code at}: {@code at} itself if there are none, or {@link
     * #OPEN}.
     */
    static int after(byte[] text, int at, int length) {
        int i = at;
        while (i < length && text[i] == ESCAPE) {
            int end = end(text, i, length);
            if (end == i || end == OPEN) {
                return end;
            }
            i = end;
        }
        return i;
    }

    private static int end(byte[] text, int at, int length) {
        if (at + 1 >= length) {
            return OPEN;
        }
        int limit = Math.min(length, at + LONGEST);
        switch (text[at + 1]) {
            case '[' -> {
                for (int i = at + 2; i < limit; i++) {
                    if (text[i] < 0x20 || text[i] > 0x3f) {
                        return i + 1;
                    }
                }
            }
            case ']', 'P', 'X', '^', '_' -> {
                for (int i = at + 2; i < limit; i++) {
                    if (text[i] == 0x07) {
                        return i + 1;
                    }
                    if (text[i] == ESCAPE && i + 1 < limit && text[i + 1] == '\\') {
                        return i + 2;
                    }
                }
            }
            default -> {
                return at + 2;
            }
        }
        return limit == length && length - at < LONGEST ? OPEN : at;
    }
}
