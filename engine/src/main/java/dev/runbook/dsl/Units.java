package dev.runbook.dsl;

import dev.runbook.value.ByteSize;
import java.time.Duration;
import java.time.Instant;

/**
 * Adds {@code 30.seconds}, {@code 2.hours.ago}, {@code 16.megabytes} and {@code 95.percent} to runbooks; a Groovy
 * extension module.
 */
public final class Units {
    private Units() {}

    public static Duration getMilliseconds(Integer number) {
        return Duration.ofMillis(number);
    }

    public static Duration getSecond(Integer number) {
        return Duration.ofSeconds(number);
    }

    public static Duration getSeconds(Integer number) {
        return Duration.ofSeconds(number);
    }

    public static Duration getMinute(Integer number) {
        return Duration.ofMinutes(number);
    }

    public static Duration getMinutes(Integer number) {
        return Duration.ofMinutes(number);
    }

    public static Duration getHour(Integer number) {
        return Duration.ofHours(number);
    }

    public static Duration getHours(Integer number) {
        return Duration.ofHours(number);
    }

    public static Duration getDay(Integer number) {
        return Duration.ofDays(number);
    }

    public static Duration getDays(Integer number) {
        return Duration.ofDays(number);
    }

    public static ByteSize getKilobyte(Integer number) {
        return ByteSize.ofKilobytes(number);
    }

    public static ByteSize getKilobytes(Integer number) {
        return ByteSize.ofKilobytes(number);
    }

    public static ByteSize getMegabyte(Integer number) {
        return ByteSize.ofMegabytes(number);
    }

    public static ByteSize getMegabytes(Integer number) {
        return ByteSize.ofMegabytes(number);
    }

    public static Percent getPercent(Integer number) {
        return new Percent(number);
    }

    /** The instant this long before the start of the run; in a condition, before its evaluation. */
    public static Instant getAgo(Duration time) {
        return EvaluationContext.now().minus(time);
    }
}
