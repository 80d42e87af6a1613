package dev.runbook.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word closest to a mistyped one. */
public final class Suggestion {
    /** The length above which no suggestion is made. */
    private static final int LONGEST = 100;

    private Suggestion() {}

    /** Returns {@code did you mean 'step'?}; empty when no word is close. */
    public static Optional<String> didYouMean(String typed, Collection<String> known) {
        return closest(typed, known).map(Suggestion::didYouMean);
    }

    public static String didYouMean(String word) {
        return "did you mean '" + word + "'?";
    }

    /**
     * Returns the known word with the smallest distance, preferring the same first and last letters; empty when every
     * word differs in more than a third of the typed text.
     */
    public static Optional<String> closest(String typed, Collection<String> known) {
        int limit = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(word -> typed.length() <= LONGEST && word.length() <= LONGEST)
                .filter(word -> distance(typed, word) <= limit)
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparingInt(word -> -sameEnds(typed, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int sameEnds(String typed, String word) {
        boolean first = typed.regionMatches(true, 0, word, 0, 1);
        boolean last = typed.regionMatches(true, typed.length() - 1, word, word.length() - 1, 1);
        return (first ? 1 : 0) + (last ? 1 : 0);
    }

    /**
     * Computes the Damerau-Levenshtein distance, ignoring case: swapping two adjacent letters counts as one mistake.
     */
    private static int distance(String typed, String known) {
        String a = typed.toLowerCase(Locale.ROOT);
        String b = known.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
