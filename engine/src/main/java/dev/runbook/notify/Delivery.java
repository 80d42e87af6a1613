package dev.runbook.notify;

import dev.runbook.journal.event.DeliveryResult;
import java.time.Duration;

/**
 * The result of a notice.
 *
 * @param cause why it was not sent, or that its text was shortened, for people; may be empty
 * @param took from adding the notice to its result, including the time in the channel's queue
 */
public record Delivery(DeliveryResult result, String cause, Duration took) {}
