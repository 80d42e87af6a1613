package dev.runbook.plan;

import java.time.Duration;

/**
 * Further attempts inside the budget.
 *
 * @param times how many after the first
 * @param every the wait before the second attempt
 * @param backoff the factor by which each further wait grows; 1 keeps it constant
 */
public record Retry(int times, Duration every, double backoff) {
    /** Returns the wait after attempt {@code number}, which counts from 1. */
    public Duration waitAfter(int number) {
        return Duration.ofNanos((long) (every.toNanos() * Math.pow(backoff, number - 1)));
    }

    /** Returns the sum of all waits. */
    Duration waits() {
        Duration sum = Duration.ZERO;
        for (int number = 1; number <= times; number++) {
            sum = sum.plus(waitAfter(number));
        }
        return sum;
    }
}
