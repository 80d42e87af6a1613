package dev.runbook.time;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats durations for people: {@code 1m 30s}, {@code 2h 05m}, {@code 1.2s}, {@code 340ms}. */
public final class TimeText {
    /** A duration as written in a runbook. */
    private static final Pattern WORDS = Pattern.compile("(\\d{1,6})\\.([hms])(?:ours?|inutes?|econds?)");

    private static final Pattern TEXT =
            Pattern.compile("(?=\\d)(?:(\\d{1,6})h ?)?(?:(\\d{1,6})m ?)?(?:(\\d{1,6})s ?)?(?:(\\d{1,9})ms)?");

    private TimeText() {}

    /** Formats milliseconds. */
    public static String ofMs(long ms) {
        return of(Duration.ofMillis(ms));
    }

    /**
     * Parses the output of {@link #of} in whole numbers: {@code 90s}, {@code 1m 30s}, {@code 2h}; empty for anything
     * else.
     */
    public static Optional<Duration> parse(String text) {
        Matcher words = WORDS.matcher(text.strip());
        String written = words.matches() ? words.group(1) + words.group(2) : text.strip();
        if (written.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher parts = TEXT.matcher(written);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)))
                .plusMillis(number(parts.group(4))));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    public static String of(Duration time) {
        if (time.isNegative()) {
            return "-" + of(time.negated());
        }
        long millis = time.toMillis();
        if (millis < 1_000) {
            return millis + "ms";
        }
        if (millis < 10_000 && millis % 1_000 != 0) {
            return millis / 1_000 + "." + millis % 1_000 / 100 + "s";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + "m" + (seconds % 60 == 0 ? "" : " " + two(seconds % 60) + "s");
        }
        long hours = minutes / 60;
        return hours + "h" + (minutes % 60 == 0 ? "" : " " + two(minutes % 60) + "m");
    }

    /** Formats a duration for a column, with aligned digits: {@code 1m 00s}, {@code 30s}, {@code 2h 05m 00s}. */
    public static String inColumn(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return time.toMillisPart() == 0 ? seconds + "s" : of(time);
        }
        String rest = two(seconds % 60) + "s";
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + "m " + rest : minutes / 60 + "h " + two(minutes % 60) + "m " + rest;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
