package dev.runbook.notify;

import java.time.Duration;

/**
 * What became of a notice.
 *
 * @param result {@code sent}, {@code failed} or {@code timedOut}
 */
public record Delivery(String result, String cause, Duration took) {}
