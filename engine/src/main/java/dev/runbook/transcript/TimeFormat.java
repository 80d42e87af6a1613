package dev.runbook.transcript;

import dev.runbook.time.TimeText;
import dev.runbook.value.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Formats the times of transcripts. */
final class TimeFormat {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private TimeFormat() {}

    /** Formats a duration: {@code 1m 30s}; empty for a missing one. */
    static String of(long ms) {
        return ms < 0 ? "" : TimeText.of(Duration.ofMillis(ms));
    }

    /** Formats a time on the RTO clock: {@code +0:42.3}, {@code +1:02:05}, {@code −0:03.0}. */
    static String point(long ms) {
        long tenths = Math.abs(ms) / 100;
        long seconds = tenths / 10;
        String sign = ms < 0 ? "−" : "+";
        return seconds < 3600
                ? sign + seconds / 60 + ":" + two(seconds % 60) + "." + tenths % 10
                : sign + seconds / 3600 + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    static String day(Instant at) {
        return DAY.format(at);
    }

    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static String bytes(long count) {
        return new ByteSize(count).toString();
    }
}
