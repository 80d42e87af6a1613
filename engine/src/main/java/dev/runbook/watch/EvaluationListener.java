package dev.runbook.watch;

import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Sample;
import java.util.List;

/** Learns of each evaluation, on the thread of the watch, and of each message. Must be quick and must not throw. */
@FunctionalInterface
public interface EvaluationListener {
    /** @param decided the decisions that the sample completed */
    void evaluated(TriggerWatch watch, Sample sample, List<Decision> decided);

    /**
     * Learns of the result of a message, on a thread of the notifier.
     *
     * @param missed whether it took too long, or was not sent
     */
    default void delivered(TriggerWatch watch, String channel, DeliveryResult result, boolean missed) {}

    /** Learns that a watch has taken the place of the one before of the same file, or was added. */
    default void replaced(TriggerWatch watch) {}
}
