package dev.runbook.notify;

import dev.runbook.journal.event.MessageTrigger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One message to a channel.
 *
 * @param trigger what makes it be sent
 * @param text masked and formatted for people, without characters that control a terminal; the notifier adds the mark
 *     of a drill
 * @param html the same for receivers that show HTML; empty if there is only the text
 * @param about machine-readable details beside the text ({@code run}, {@code runbook}, {@code environment}, {@code
 *     mode}; {@code journal}: the hash of the last entry before it was sent); without a run, its triggers file
 */
public record Notice(
        String channel,
        MessageTrigger trigger,
        String text,
        Optional<String> html,
        Duration within,
        Map<String, String> about) {
    public Notice {
        text = MessageText.harmless(text);
        html = html.map(MessageText::harmless);
    }

    /** Returns what groups messages at a receiver: the run, or the triggers file when no run has started. */
    String subject() {
        return about.getOrDefault("run", about.getOrDefault("triggers", channel));
    }

    /** Returns the same message with another text. */
    Notice with(String otherText, Optional<String> otherHtml) {
        return new Notice(channel, trigger, otherText, otherHtml, within, about);
    }
}
