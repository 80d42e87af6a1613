package dev.runbook.value;

import java.util.Locale;

/** Translates the words of journals for people, the same on the console, in transcripts and in causes. */
public final class Words {
    private Words() {}

    /** Returns {@code timed out} for {@code TIMED_OUT}, {@code fell back} for {@code FELL_BACK}. */
    public static String describe(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns a one-character symbol for a result, readable without colour. */
    public static String sign(Result result) {
        return switch (result) {
            case OK -> "✓";
            case SKIPPED -> "–";
            case UNKNOWN -> "?";
            case CANCELLED -> "◦";
            case FAILED, TIMED_OUT -> "✗";
        };
    }
}
