package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where any of many secrets begins: its text in any {@linkplain SecretText escaped form}, or one of many byte
 * strings, its encodings. Immutable and thread-safe.
 *
 * <p>The first four bytes select the few candidates to compare, after a bit table has ruled out nearly every position
 * of ordinary text. A pattern is also found across terminal escape sequences, because {@code grep --color} inserts them
 * within words and readers remove them, and across line breaks, because programs wrap long lines.
 */
final class SecretPatterns {
    static final SecretPatterns NONE = new SecretPatterns(List.of(), List.of());

    /** No pattern begins here. */
    static final int NO = -1;
    /** A pattern may begin here; more bytes are needed to decide. */
    static final int UNDECIDED = -2;

    /** The bytes that select candidates, and that a line break must follow: the end of a line is then rarely held. */
    private static final int KEY = SecretText.KEY;

    private static final int BITS = 16;

    /**
     * @param wraps whether line breaks may occur after its first bytes, the key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared with another
    private record Pattern(byte[] bytes, boolean wraps) {}

    private final List<Pattern> patterns;
    private final List<SecretText> texts;
    private final SecretText[][] byFirst = new SecretText[256][];
    /** The first two bytes with which a text may begin. */
    private final BitSet pairs = new BitSet(1 << BITS);

    private final Map<Integer, List<Pattern>> byKey = new HashMap<>();
    private final long[] keys = new long[1 << (BITS - 6)];
    private final boolean[] firsts = new boolean[256];

    private SecretPatterns(List<Pattern> patterns, List<SecretText> texts) {
        this.patterns = List.copyOf(patterns);
        this.texts = List.copyOf(texts);
        for (int first = 0; first < byFirst.length; first++) {
            byte value = (byte) first;
            byFirst[first] =
                    texts.stream().filter(text -> text.beginsWith(value)).toArray(SecretText[]::new);
            firsts[first] = byFirst[first].length > 0;
            for (SecretText text : byFirst[first]) {
                text.addPairs(value, pairs);
            }
        }
        for (Pattern pattern : patterns) {
            int key = key(pattern.bytes, 0);
            byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(pattern);
            keys[hash(key) >> 6] |= 1L << hash(key);
            firsts[pattern.bytes[0] & 0xff] = true;
        }
    }

    /** Returns these patterns and the forms of one more secret. */
    SecretPatterns and(String secret) {
        List<Pattern> all = new ArrayList<>(patterns);
        SecretForms.encoded(secret).forEach(form -> addTo(all, form));
        SecretForms.bytes(secret).forEach(form -> all.add(new Pattern(form, false)));
        List<SecretText> allTexts = new ArrayList<>(texts);
        SecretForms.texts(secret).forEach(text -> addText(allTexts, text));
        return new SecretPatterns(all, allTexts);
    }

    private static void addText(List<SecretText> all, String text) {
        boolean wraps = text.length() >= SecretText.WRAPPED;
        for (int skipped = 0; skipped < (wraps ? KEY : 1); skipped++) {
            if (skipped == 0 || !Character.isLowSurrogate(text.charAt(skipped))) {
                all.add(new SecretText(text.substring(skipped), wraps, skipped == 0));
            }
        }
    }

    /** Adds a form, and what is left of it where a line breaks within the key. */
    private static void addTo(List<Pattern> all, String form) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        boolean wraps = bytes.length >= SecretText.WRAPPED;
        for (int skipped = 0; skipped < (wraps ? KEY : 1); skipped++) {
            all.add(new Pattern(Arrays.copyOfRange(bytes, skipped, bytes.length), wraps));
        }
    }

    boolean none() {
        return patterns.isEmpty();
    }

    /** Returns whether a pattern can begin with this byte. */
    boolean first(byte value) {
        return firsts[value & 0xff];
    }

    /**
     * Returns the end of the longest pattern that begins at {@code at}, {@link #NO}, or {@link #UNDECIDED}.
     *
     * @param last whether the text ends at {@code length}, so that the result is never undecided
     */
    int match(byte[] text, int at, int length, boolean last) {
        int best = encoded(text, at, length, last);
        if (at + 1 < length && !pairs.get((text[at] & 0xff) << 8 | (text[at + 1] & 0xff))) {
            return best;
        }
        for (SecretText candidate : byFirst[text[at] & 0xff]) {
            if (best == UNDECIDED) {
                return best;
            }
            int end = candidate.match(text, at, length, last);
            best = end == UNDECIDED ? end : Math.max(best, end);
        }
        return best;
    }

    private int encoded(byte[] text, int at, int length, boolean last) {
        int key = 0;
        int i = at;
        for (int n = 0; n < KEY; n++) {
            i = n == 0 ? i : EscapeSequences.after(text, i, length);
            if (i == EscapeSequences.OPEN || i >= length) {
                return best(patterns, text, at, length, last);
            }
            key = key << 8 | (text[i++] & 0xff);
        }
        int hash = hash(key);
        if ((keys[hash >> 6] & 1L << hash) == 0) {
            return NO;
        }
        return best(byKey.getOrDefault(key, List.of()), text, at, length, last);
    }

    private static int best(List<Pattern> candidates, byte[] text, int at, int length, boolean last) {
        int best = NO;
        for (Pattern pattern : candidates) {
            int end = compare(pattern, text, at, length);
            if (end == UNDECIDED && !last) {
                return UNDECIDED;
            }
            best = Math.max(best, end == UNDECIDED ? NO : end);
        }
        return best;
    }

    private static int compare(Pattern pattern, byte[] text, int at, int length) {
        byte[] bytes = pattern.bytes;
        int common = Math.min(bytes.length, length - at);
        int same = Arrays.mismatch(bytes, 0, common, text, at, at + common);
        if (same < 0 && common == bytes.length) {
            return at + common;
        }
        int j = Math.max(0, same < 0 ? common : same);
        for (int i = at + j; j < bytes.length; j++, i++) {
            boolean next = i < length && text[i] == bytes[j];
            i = j == 0 || next ? i : afterBreaks(pattern, j, text, i, length);
            if (i == EscapeSequences.OPEN || i >= length) {
                return UNDECIDED;
            }
            if (text[i] != bytes[j]) {
                return NO;
            }
            if (j == bytes.length - 1) {
                return i + 1;
            }
        }
        return NO;
    }

    /** Skips what may occur before the {@code j}-th byte of a pattern. */
    private static int afterBreaks(Pattern pattern, int j, byte[] text, int at, int length) {
        int i = EscapeSequences.after(text, at, length);
        if (pattern.wraps && j >= KEY && i != EscapeSequences.OPEN) {
            if (i < length && text[i] == '\r') {
                i++;
            }
            if (i < length && text[i] == '\n') {
                i++;
            }
        }
        return i;
    }

    private static int key(byte[] text, int at) {
        return text[at] << 24 | (text[at + 1] & 0xff) << 16 | (text[at + 2] & 0xff) << 8 | (text[at + 3] & 0xff);
    }

    private static int hash(int key) {
        return (key * 0x9E3779B1) >>> (Integer.SIZE - BITS);
    }
}
