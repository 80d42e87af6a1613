package dev.runbook.notify;

import java.time.Duration;

/**
 * The result of a notice.
 *
 * @param result {@link #SENT}, {@link #FAILED} or {@link #TIMED_OUT}
 * @param took from adding the notice to its result, including the time in the channel's queue
 */
public record Delivery(String result, String cause, Duration took) {
    /** Delivered to the receiver, perhaps late. */
    public static final String SENT = "sent";

    public static final String FAILED = "failed";
    public static final String TIMED_OUT = "timedOut";
}
