package dev.runbook.value;

import java.util.Locale;
import java.util.regex.Pattern;

/** Translates the words of journals for people, the same on the console, in transcripts and in causes. */
public final class Words {
    private static final Pattern INNER_CAPITAL = Pattern.compile("(?<=[a-z])[A-Z]");

    private Words() {}

    /** Returns {@code timed out} for {@code timedOut}, {@code fell back} for {@code fellBack}. */
    public static String describe(String word) {
        return INNER_CAPITAL
                .matcher(word)
                .replaceAll(capital -> " " + capital.group().toLowerCase(Locale.ROOT));
    }

    /** Returns a one-character symbol for a result, readable without colour. */
    public static String sign(String result) {
        return switch (result) {
            case "ok" -> "✓";
            case "skipped" -> "–";
            case "unknown" -> "?";
            case "cancelled" -> "◦";
            default -> "✗";
        };
    }
}
