package dev.runbook.watch;

import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Sample;
import java.util.List;

/** Learns of each evaluation, on the thread of the watch. Must be quick and must not throw. */
@FunctionalInterface
public interface EvaluationListener {
    /** @param decided the decisions that the sample completed */
    void evaluated(TriggerWatch watch, Sample sample, List<Decision> decided);
}
