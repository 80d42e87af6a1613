package dev.runbook.dsl;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of a runbook. */
final class Patterns {
    private Patterns() {}

    /** @throws Unreadable when the pattern has a mistake */
    static String checked(String pattern) {
        compile(pattern);
        return pattern;
    }

    static boolean matches(String pattern, String text) {
        return compile(pattern).matcher(text).matches();
    }

    static String[] split(String pattern, String text) {
        return compile(pattern).split(text);
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new Unreadable("this is no pattern: " + e.getDescription());
        }
    }
}
