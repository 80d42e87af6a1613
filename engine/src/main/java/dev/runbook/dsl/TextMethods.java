package dev.runbook.dsl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * Text methods of the runbook language. Compiled runbooks call these in place of Groovy's methods of the same names.
 */
public final class TextMethods {
    private static final int LONGEST_NUMBER = 1_000;

    private TextMethods() {}

    public static int size(CharSequence text) {
        return text.length();
    }

    public static boolean contains(CharSequence text, CharSequence part) {
        return indexOf(text.toString(), part.toString()) >= 0;
    }

    public static int indexOf(String text, String part) {
        WorkMeter.search(text, part);
        return text.indexOf(part);
    }

    public static int lastIndexOf(String text, String part) {
        WorkMeter.search(text, part);
        return text.lastIndexOf(part);
    }

    public static boolean isBlank(CharSequence text) {
        return text.toString().isBlank();
    }

    public static boolean matches(String text, String pattern) {
        return Patterns.matches(pattern, text);
    }

    public static boolean isInteger(CharSequence text) {
        try {
            Integer.parseInt(text.toString().trim());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    public static Integer toInteger(CharSequence text) {
        return Integer.valueOf(text.toString().trim());
    }

    public static Long toLong(CharSequence text) {
        return Long.valueOf(text.toString().trim());
    }

    public static BigDecimal toBigDecimal(CharSequence text) {
        String number = text.toString().trim();
        if (number.length() > LONGEST_NUMBER) {
            throw new Unreadable("a number of more than " + LONGEST_NUMBER + " digits is too long for a runbook");
        }
        return NumberMethods.bounded(new BigDecimal(number));
    }

    public static String toLowerCase(String text) {
        return WorkMeter.text(text.toLowerCase(Locale.ROOT));
    }

    public static String toUpperCase(String text) {
        return WorkMeter.text(text.toUpperCase(Locale.ROOT));
    }

    public static String capitalize(CharSequence text) {
        String whole = text.toString();
        return whole.isEmpty()
                ? whole
                : WorkMeter.text(whole.substring(0, 1).toUpperCase(Locale.ROOT) + whole.substring(1));
    }

    public static String take(String text, int count) {
        return text.substring(0, bounded(text, count));
    }

    public static String drop(String text, int count) {
        return text.substring(bounded(text, count));
    }

    private static int bounded(String text, int count) {
        return Math.max(0, Math.min(text.length(), count));
    }

    public static String plus(String text, CharSequence other) {
        return plus(text, (Object) other);
    }

    public static String plus(CharSequence text, Object other) {
        String more = Operators.castToString(other);
        WorkMeter.length((long) text.length() + more.length());
        return text + more;
    }

    public static String replace(String text, CharSequence old, CharSequence with) {
        WorkMeter.search(text, old);
        long most = (long) text.length() + (old.length() + with.length()) + occurrences(text, old) * with.length();
        WorkMeter.length(most);
        return text.replace(old, with);
    }

    private static long occurrences(String text, CharSequence part) {
        String sought = part.toString();
        if (sought.isEmpty()) {
            return text.length() + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length())) {
            count++;
        }
        return count;
    }

    public static String replace(String text, char old, char with) {
        return WorkMeter.text(text.replace(old, with));
    }

    public static List<String> readLines(CharSequence text) {
        WorkMeter.length(text.length());
        return listed(text.toString().lines().toList());
    }

    public static List<String> tokenize(CharSequence text) {
        return tokens(new StringTokenizer(text.toString()), text);
    }

    public static List<String> tokenize(CharSequence text, CharSequence separators) {
        WorkMeter.search(text, separators);
        return tokens(new StringTokenizer(text.toString(), separators.toString()), text);
    }

    public static List<String> tokenize(CharSequence text, Character separator) {
        return tokenize(text, separator.toString());
    }

    private static List<String> tokens(StringTokenizer tokens, CharSequence text) {
        WorkMeter.length(text.length());
        List<String> list = new ArrayList<>();
        while (tokens.hasMoreTokens()) {
            list.add(tokens.nextToken());
        }
        return listed(list);
    }

    private static List<String> listed(List<String> list) {
        WorkMeter.elements(list.size());
        return list;
    }

    public static String[] split(CharSequence text) {
        return tokenize(text).toArray(String[]::new);
    }

    public static String[] split(String text, String pattern) {
        return listed(List.of(Patterns.split(pattern, text))).toArray(String[]::new);
    }
}
