package dev.runbook.dsl;

import dev.runbook.text.LinearPattern;
import java.util.regex.Pattern;

/** Creates the regular expressions of a runbook. */
final class Patterns {
    private Patterns() {}

    /** The value of {@code ~/…/}: the JDK's type as a holder of the pattern's text; it is never used for matching. */
    static Pattern named(String pattern) {
        compile(pattern);
        return Pattern.compile(pattern, Pattern.LITERAL);
    }

    static boolean matches(String pattern, String text) {
        return counted(pattern, text).matches(text);
    }

    static String[] split(String pattern, String text) {
        return counted(pattern, text).split(text);
    }

    private static LinearPattern counted(String pattern, String text) {
        LinearPattern compiled = compile(pattern);
        WorkMeter.charge(1 + compiled.size() * text.length() / 16);
        return compiled;
    }

    private static LinearPattern compile(String pattern) {
        WorkMeter.charge(pattern.length());
        try {
            return LinearPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new Unreadable(e.getMessage());
        }
    }
}
