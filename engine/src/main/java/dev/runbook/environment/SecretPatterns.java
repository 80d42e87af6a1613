package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where any of many byte strings begins. Immutable and thread-safe.
 *
 * <p>The first four bytes select the few candidates to compare, after a bit table has ruled out nearly every position
 * of ordinary text. A pattern is also found across terminal escape sequences, because {@code grep --color} inserts them
 * within words and readers remove them, and across line breaks, because programs wrap long lines.
 */
final class SecretPatterns {
    static final SecretPatterns NONE = new SecretPatterns(List.of());

    /** No pattern begins here. */
    static final int NO = -1;
    /** A pattern may begin here; more bytes are needed to decide. */
    static final int UNDECIDED = -2;

    /** The bytes that select candidates, and that a line break must follow: the end of a line is then rarely held. */
    private static final int KEY = 4;

    /** The length from which a form is found across line breaks; a shorter one is rarely wrapped. */
    private static final int WRAPPED = 8;

    private static final int BITS = 16;

    /**
     * @param wraps whether line breaks may occur after its first bytes, the key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared with another
    private record Pattern(byte[] bytes, boolean wraps) {}

    private final List<Pattern> patterns;
    private final Map<Integer, List<Pattern>> byKey = new HashMap<>();
    private final long[] keys = new long[1 << (BITS - 6)];
    private final boolean[] firsts = new boolean[256];

    private SecretPatterns(List<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
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
        SecretForms.texts(secret).forEach(form -> addTo(all, form));
        SecretForms.encoded(secret).forEach(form -> addTo(all, form));
        SecretForms.bytes(secret).forEach(form -> all.add(new Pattern(form, false)));
        return new SecretPatterns(all);
    }

    /** Adds a form, and what is left of it where a line breaks within the key. */
    private static void addTo(List<Pattern> all, String form) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        boolean wraps = bytes.length >= WRAPPED;
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
