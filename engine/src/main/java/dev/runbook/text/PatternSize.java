package dev.runbook.text;

import java.util.ArrayDeque;
import java.util.Deque;

/** Computes the size of a regular expression with its repetitions expanded: {@code (a{10}){10}} has 100 parts. */
final class PatternSize {
    private static final long MOST = 1_000_000_000;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long whole;
    private long last;
    private int at;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    static long of(String pattern) {
        return new PatternSize(pattern).counted();
    }

    private long counted() {
        while (at < pattern.length()) {
            char next = pattern.charAt(at);
            if (next == '(') {
                outer.push(whole + last);
                whole = 0;
                last = 0;
            } else if (next == ')' && !outer.isEmpty()) {
                last = whole + last + 1;
                whole = outer.pop();
            } else if (next == '{') {
                last = Math.min(MOST, last * Math.max(1, repetitions()));
            } else {
                whole = Math.min(MOST, whole + last);
                last = 1;
                skip(next);
            }
            at++;
        }
        long open = outer.stream().mapToLong(size -> size).sum();
        return Math.min(MOST, open + whole + last);
    }

    /** Skips to the end of an escape or a character class. */
    private void skip(char first) {
        if (first == '\\') {
            at++;
        }
        if (first == '[') {
            int end = pattern.indexOf(']', at + 2);
            at = end < 0 ? pattern.length() : end;
        }
    }

    /** Reads the largest number in braces. */
    private long repetitions() {
        long largest = 0;
        long number = 0;
        int end = at + 1;
        while (end < pattern.length() && pattern.charAt(end) != '}') {
            char digit = pattern.charAt(end++);
            number = Character.isDigit(digit) ? Math.min(MOST, number * 10 + Character.digit(digit, 10)) : 0;
            largest = Math.max(largest, number);
        }
        at = end;
        return largest;
    }
}
