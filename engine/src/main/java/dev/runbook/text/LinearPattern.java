package dev.runbook.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A regular expression that matches in time linear in the text, even for untrusted patterns and texts. The JDK's
 * matcher takes exponential time on patterns such as {@code (a+)+b}. Lookaround and backreferences are not supported.
 * Immutable.
 */
public final class LinearPattern {
    private static final int LONGEST = 1_000;
    private static final int LARGEST = 10_000;

    private final Pattern pattern;
    private final long size;

    private LinearPattern(Pattern pattern, long size) {
        this.pattern = pattern;
        this.size = size;
    }

    /** @throws IllegalArgumentException one line that says what is wrong with the pattern */
    public static LinearPattern of(String pattern) {
        long size = PatternSize.of(pattern);
        if (pattern.length() > LONGEST || size > LARGEST) {
            throw new IllegalArgumentException("the pattern is too large: it may have " + LONGEST
                    + " characters, and its repetitions may add up to " + LARGEST);
        }
        try {
            return new LinearPattern(Pattern.compile(pattern), size);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + e.getPattern() + "' is not valid in a pattern: " + e.getDescription(), e);
        }
    }

    /** Returns the number of parts; matching time is proportional to this number and to the text. */
    public long size() {
        return size;
    }

    /** Returns whether the pattern matches the whole text. */
    public boolean matches(CharSequence text) {
        return pattern.matcher(text).matches();
    }

    public String[] split(String text) {
        return pattern.split(text);
    }

    /**
     * One match in a text.
     *
     * @param groups the text of each group, that of the whole pattern first; null for a group that took no part
     */
    public record Match(int start, int end, List<String> groups) {}

    /** Returns all matches in a text, in order. */
    public List<Match> find(String text) {
        List<Match> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            List<String> groups = new ArrayList<>();
            for (int group = 0; group <= matcher.groupCount(); group++) {
                groups.add(matcher.group(group));
            }
            found.add(new Match(matcher.start(), matcher.end(), groups));
        }
        return found;
    }

    /** Replaces each match with the function's result for its groups. */
    public String replaceEach(String text, Function<List<String>, String> replacement) {
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        for (Match match : find(text)) {
            replaced.append(text, copied, match.start()).append(replacement.apply(match.groups()));
            copied = match.end();
        }
        return replaced.append(text, copied, text.length()).toString();
    }
}
