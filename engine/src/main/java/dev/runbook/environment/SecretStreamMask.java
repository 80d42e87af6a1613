package dev.runbook.environment;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Masks one stream. Bytes pass through immediately, except those that may be the beginning of a secret, which are held
 * until more bytes arrive or the stream ends: never more than the longest form of a secret.
 */
final class SecretStreamMask implements Masker.StreamMask {
    private static final int NOTHING = -1;

    private final SecretMasker masker;
    /** The bytes held back from an earlier feed. */
    private byte[] held = new byte[0];
    /** The end of a secret already found, as an offset in {@link #held}. */
    private int covered = NOTHING;

    SecretStreamMask(SecretMasker masker) {
        this.masker = masker;
    }

    @Override
    public byte[] feed(byte[] bytes, int offset, int length) {
        return pass(bytes, offset, length, false);
    }

    @Override
    public byte[] end() {
        return pass(new byte[0], 0, 0, true);
    }

    private byte[] pass(byte[] bytes, int offset, int length, boolean last) {
        SecretPatterns patterns = masker.patterns();
        if (patterns.none() && held.length == 0) {
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }
        byte[] text = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, offset, text, held.length, length);
        ByteArrayOutputStream shown = new ByteArrayOutputStream(text.length);
        int clean = 0; // where the clean bytes not yet shown begin
        int at = 0;
        for (; at < text.length; at++) {
            int end = patterns.first(text[at]) ? patterns.match(text, at, text.length, last) : SecretPatterns.NO;
            if (end == SecretPatterns.UNDECIDED) {
                break;
            }
            if (end != SecretPatterns.NO) {
                if (at > covered) {
                    shown.write(text, clean, at - clean);
                    shown.writeBytes(SecretMasker.MASK);
                }
                covered = Math.max(covered, end);
            }
            if (at < covered) {
                clean = at + 1;
            }
        }
        shown.write(text, clean, at - clean);
        held = Arrays.copyOfRange(text, at, text.length);
        covered = Math.max(NOTHING, covered - at);
        return shown.toByteArray();
    }
}
