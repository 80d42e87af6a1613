package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where any of many byte strings begins. Immutable and safe for several threads.
 *
 * <p>The first four bytes select the few candidates to compare, behind a bit table that rules out nearly every position
 * of ordinary text at once. Base64 is found across line breaks too, for programs wrap it.
 */
final class Patterns {
    static final Patterns NONE = new Patterns(List.of());

    /** No pattern begins here. */
    static final int NO = -1;
    /** What is there is the beginning of a pattern; more has to come before it is known. */
    static final int UNDECIDED = -2;

    private static final int KEY = 4;
    private static final int BITS = 16;

    private static final class Pattern {
        final byte[] bytes;
        /** Whether a line break may stand between any two of its bytes. */
        final boolean wraps;

        Pattern(String text, boolean wraps) {
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
            this.wraps = wraps;
        }
    }

    private final List<Pattern> patterns;
    private final Map<Integer, List<Pattern>> byKey = new HashMap<>();
    private final long[] keys = new long[1 << (BITS - 6)];
    private final boolean[] firsts = new boolean[256];

    private Patterns(List<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
        for (Pattern pattern : patterns) {
            int key = key(pattern.bytes, 0);
            byKey.computeIfAbsent(key, none -> new ArrayList<>()).add(pattern);
            keys[hash(key) >> 6] |= 1L << hash(key);
            firsts[pattern.bytes[0] & 0xff] = true;
        }
    }

    /** These and the forms of one more secret. */
    Patterns and(String secret) {
        List<Pattern> all = new ArrayList<>(patterns);
        SecretForms.texts(secret).forEach(form -> all.add(new Pattern(form, false)));
        for (String form : SecretForms.base64(secret)) {
            // A line may break within the first bytes, by which a pattern is found: then the rest of it is.
            for (int cut = 0; cut < KEY && form.length() - cut >= SecretForms.SHORTEST; cut++) {
                all.add(new Pattern(form.substring(cut), true));
            }
        }
        return new Patterns(all);
    }

    boolean none() {
        return patterns.isEmpty();
    }

    /** Whether a pattern could begin with this byte. */
    boolean first(byte value) {
        return firsts[value & 0xff];
    }

    /**
     * The end of the longest pattern that begins at {@code at}, {@link #NO}, or {@link #UNDECIDED}.
     *
     * @param last whether nothing comes after {@code length}, so that nothing is undecided
     */
    int match(byte[] text, int at, int length, boolean last) {
        if (length - at < KEY) {
            return last ? NO : best(patterns, text, at, length, false);
        }
        int key = key(text, at);
        int hash = hash(key);
        if ((keys[hash >> 6] & 1L << hash) == 0) {
            return NO;
        }
        return best(byKey.getOrDefault(key, List.of()), text, at, length, last);
    }

    private static int best(List<Pattern> candidates, byte[] text, int at, int length, boolean last) {
        int best = NO;
        for (Pattern pattern : candidates) {
            int end = pattern.wraps
                    ? compareWrapped(pattern.bytes, text, at, length)
                    : compare(pattern.bytes, text, at, length);
            if (end == UNDECIDED && !last) {
                return UNDECIDED;
            }
            best = Math.max(best, end == UNDECIDED ? NO : end);
        }
        return best;
    }

    private static int compare(byte[] pattern, byte[] text, int at, int length) {
        int common = Math.min(pattern.length, length - at);
        if (!Arrays.equals(pattern, 0, common, text, at, at + common)) {
            return NO;
        }
        return common == pattern.length ? at + common : UNDECIDED;
    }

    private static int compareWrapped(byte[] pattern, byte[] text, int at, int length) {
        int i = at;
        for (int j = 0; j < pattern.length; j++, i++) {
            if (j > 0 && i < length && text[i] == '\r') {
                i++;
            }
            if (j > 0 && i < length && text[i] == '\n') {
                i++;
            }
            if (i >= length) {
                return UNDECIDED;
            }
            if (text[i] != pattern[j]) {
                return NO;
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
