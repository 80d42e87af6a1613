package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Finds a text in output, whatever of it was escaped on the way: each character may be plain or in any {@linkplain
 * EscapedCharacter form} in which programs write it, independently of the others. Terminal escape sequences may stand
 * between two characters, and line breaks after the first four. Immutable and thread-safe.
 */
final class SecretText {
    /** The characters that must be in one line. */
    static final int KEY = 4;
    /** The length from which a text is found across line breaks; a shorter one is rarely wrapped. */
    static final int WRAPPED = 8;

    private final EscapedCharacter[] characters;
    private final byte[] plain;
    private final boolean wraps;
    private final boolean whole;

    /**
     * @param wraps whether line breaks may occur in it
     * @param whole whether it is the whole secret, not what is left of it after a line break
     */
    SecretText(String text, boolean wraps, boolean whole) {
        this.characters = text.codePoints().mapToObj(EscapedCharacter::new).toArray(EscapedCharacter[]::new);
        this.plain = text.getBytes(StandardCharsets.UTF_8);
        this.wraps = wraps;
        this.whole = whole;
    }

    /** Returns whether this text, plain or escaped, may begin with a byte. */
    boolean beginsWith(byte first) {
        return first == plain[0] || (whole && EscapedCharacter.begins(first));
    }

    /** Adds the pairs of bytes, as 16-bit numbers, with which this text may begin after its first byte. */
    void addPairs(byte first, BitSet pairs) {
        int from = (first & 0xff) << 8;
        for (int second = 0; second < 256; second++) {
            byte next = (byte) second;
            if ((first == plain[0] && (next == plain[1] || EscapedCharacter.follows(next)))
                    || EscapedCharacter.begins(first, next)) {
                pairs.set(from | second);
            }
        }
    }

    /**
     * Returns the longest end of this text if it begins at {@code at}, {@link SecretPatterns#NO}, or {@link
     * SecretPatterns#UNDECIDED} if more bytes are needed.
     *
     * @param last whether the text ends at {@code length}, so that the result is never undecided
     */
    int match(byte[] text, int at, int length, boolean last) {
        Ends here = new Ends();
        Ends next = new Ends();
        here.add(at);
        for (int j = 0; j < characters.length; j++) {
            next.clear();
            for (int n = 0; n < here.size(); n++) {
                characters[j].ends(text, here.get(n), length, next);
                if (j > 0) {
                    beyond(text, here.get(n), length, j, next);
                }
            }
            if (next.size() == 0) {
                return !last && (here.cut() || next.cut()) ? SecretPatterns.UNDECIDED : SecretPatterns.NO;
            }
            Ends used = here;
            here = next;
            next = used;
        }
        boolean longer = here.cut() || next.cut();
        return longer && !last ? SecretPatterns.UNDECIDED : here.last();
    }

    /** Adds the ends of a character that follows escape sequences or a line break. */
    private void beyond(byte[] text, int at, int length, int j, Ends ends) {
        int i = EscapeSequences.after(text, at, length);
        if (i != EscapeSequences.OPEN && wraps && j >= KEY) {
            i += i < length && text[i] == '=' && i + 1 < length && text[i + 1] <= '\r' ? 1 : 0; // of quoted-printable
            i += i < length && text[i] == '\r' ? 1 : 0;
            i += i < length && text[i] == '\n' ? 1 : 0;
        }
        if (i == EscapeSequences.OPEN) {
            ends.cutOff();
        } else if (i > at) {
            characters[j].ends(text, i, length, ends);
        }
    }
}
