package dev.runbook.cli;

import dev.runbook.journal.event.TriggerSample;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verdict on the drill of one trigger.
 *
 * @param file the id of the file that declares it
 * @param severity empty for a trigger that follows ended runs
 * @param broken the faults of the lab
 * @param after the runbook whose ended run the trigger follows; empty if samples decide
 * @param asExpected whether it fired in time, no trigger more severe than expected fired, and its start is possible
 * @param detection empty if it did not fire
 * @param others triggers that fired too and are not named in the declaration
 * @param problem why it is not as expected; empty otherwise
 */
public record TriggerVerdict(
        String trigger,
        String file,
        Optional<Severity> severity,
        List<String> broken,
        String after,
        Effect effect,
        boolean asExpected,
        Optional<Detection> detection,
        List<Other> others,
        String problem) {

    /**
     * What a trigger does when it fires.
     *
     * @param starts the runbook; empty if it starts none
     * @param asks the role that has to approve the start; empty if it begins at once
     * @param tells the channels to which it sends a message
     */
    public record Effect(String starts, String asks, List<String> tells) {
        /** Returns what it does, for people. */
        String describe() {
            List<String> does = new ArrayList<>();
            if (!starts.isEmpty()) {
                does.add(asks.isEmpty() ? "starts " + starts : "asks " + asks + " to start " + starts);
            } else {
                does.add("tells " + String.join(", ", tells));
            }
            return String.join("; ", does);
        }
    }

    /**
     * How a trigger has fired.
     *
     * @param clockFactor how many times faster the triggers were evaluated
     * @param badAfterMs from the fault to the first bad sample, which lets pass real time, in whole periods of the trigger
     * @param detectedAfterMs the same and the window of the trigger: from the fault to the decision
     * @param run the id of the followed run; empty if samples decided
     * @param parameters of the runbook that it starts, and their values
     * @param samples the values that contributed to the decision
     * @param decision what followed among all triggers of the file: a more severe one for the same lock covers it
     * @param by the trigger that covered it, or why the start had to wait; empty if it acted itself
     */
    public record Detection(
            int clockFactor,
            long badAfterMs,
            long detectedAfterMs,
            String run,
            Map<String, String> parameters,
            List<TriggerSample> samples,
            Decision.Effect decision,
            String by) {}

    /**
     * Another trigger that fired.
     *
     * @param moreSevere whether it is more severe than every trigger of the declaration
     */
    public record Other(String trigger, Severity severity, boolean moreSevere) {}

    /** Returns what was broken, or which run was followed, for people. */
    String cause() {
        return after.isEmpty() ? SuiteReport.broken(broken, List.of()) : "after " + after;
    }
}
