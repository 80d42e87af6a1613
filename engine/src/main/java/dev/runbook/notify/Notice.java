package dev.runbook.notify;

import java.time.Duration;
import java.util.Map;

/**
 * One message on its way to a channel.
 *
 * @param when the event it tells, or empty for one sent where it stands
 * @param text masked, ready for people; a drill's mark is put before it by the notifier
 * @param about what machines may want beside the text ({@code run}, {@code runbook}, {@code environment}, {@code mode}; {@code journal}: the
 *     hash of the last record before it was sent)
 */
public record Notice(String channel, String when, String text, Duration within, Map<String, String> about) {}
