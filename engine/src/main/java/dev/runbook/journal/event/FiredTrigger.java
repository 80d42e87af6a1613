package dev.runbook.journal.event;

import java.time.Instant;
import java.util.List;

/**
 * The trigger that started a run.
 *
 * @param incident the id under which the watcher asked for the run; at most one run has it
 * @param file the id of the file that declares the trigger
 * @param firstBad when the first bad sample was taken, an ISO text
 * @param decidedAt when the trigger fired, an ISO text
 * @param covered the triggers that fired too and are covered by this one
 * @param samples the values that decided, masked; the first ones and the latest if there are many
 */
public record FiredTrigger(
        String incident,
        String name,
        String severity,
        String file,
        String firstBad,
        String decidedAt,
        List<String> covered,
        List<TriggerSample> samples) {
    /** Returns the time from the first bad sample to an instant, in milliseconds; never negative. */
    public long detectedAfterMs(Instant clockStart) {
        return Math.max(0, clockStart.toEpochMilli() - Instant.parse(firstBad).toEpochMilli());
    }

    /** Returns the trigger for people: {@code Score of 50 (critical) of erpgo/decision}. */
    public String describe() {
        return name + " (" + severity + ") of " + file;
    }
}
