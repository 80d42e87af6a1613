package dev.runbook.notify;

import java.time.Duration;
import java.util.Map;

/**
 * One message to a channel.
 *
 * @param when the event it reports, or empty for a {@code notify} step in the runbook
 * @param text masked and formatted for people; the notifier adds the mark of a drill
 * @param about machine-readable details beside the text ({@code run}, {@code runbook}, {@code environment}, {@code
 *     mode}; {@code journal}: the hash of the last entry before it was sent)
 */
public record Notice(String channel, String when, String text, Duration within, Map<String, String> about) {}
