package dev.runbook.journal.event;

import dev.runbook.time.TimeText;

/**
 * A message was sent, or could not be sent.
 *
 * @param cause why it was not sent, or that its text was shortened; empty otherwise
 * @param tookMs from the moment the message was due, including the wait for earlier ones of its channel
 * @param withinMs its delivery budget; -1 in a journal that does not state it
 * @param runbook the path of the followed runbook it belongs to; empty for the run's own
 * @param handler whose {@code onFailure} contains it, as {@link #inHandler} names it; empty for none
 */
public record MessageSent(
        String channel,
        MessageTrigger trigger,
        DeliveryResult result,
        String cause,
        String text,
        long tookMs,
        long withinMs,
        String runbook,
        String handler)
        implements Event {
    /** Names the handler of a step or container in a followed runbook; both empty for the run's own. */
    public static String inHandler(String runbook, String of) {
        return runbook + "/" + of;
    }

    public boolean sent() {
        return result == DeliveryResult.SENT;
    }

    /** Returns whether the message was sent after its delivery budget was used up. */
    public boolean late() {
        return sent() && withinMs >= 0 && tookMs > withinMs;
    }

    /** Returns whether its delivery budget was missed: sent late, or not at all. */
    public boolean missed() {
        return late() || !sent();
    }

    /** Returns that the text was shortened for its channel: {@code , shortened to 4000 characters}; empty if it was not. */
    public String describeShortened() {
        return sent() && !cause.isEmpty() ? ", " + cause : "";
    }

    /** Returns the delay: {@code sent late: 42s of 30s}; empty if sent in time. */
    public String describeDelay() {
        return late() ? "sent late: " + TimeText.ofMs(tookMs) + " of " + TimeText.ofMs(withinMs) : "";
    }
}
