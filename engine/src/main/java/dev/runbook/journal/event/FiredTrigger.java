package dev.runbook.journal.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The trigger that started a run.
 *
 * @param incident the id under which the watcher asked for the run; at most one run has it
 * @param file the id of the file that declares the trigger
 * @param firstBad when the first bad sample was taken, an ISO text
 * @param decidedAt when the trigger fired, an ISO text
 * @param covered the triggers that fired too and are covered by this one
 * @param samples the values that decided, masked; the first ones and the latest if there are many
 * @param approval the approval that the start waits for; empty if the run began at once
 * @param afterRun the ended run that this one follows; empty if samples decided
 * @param brokenAt when the drill broke the system, an ISO text; empty outside such a drill
 */
public record FiredTrigger(
        String incident,
        String name,
        String severity,
        String file,
        @IsoInstant String firstBad,
        @IsoInstant String decidedAt,
        List<String> covered,
        List<TriggerSample> samples,
        Optional<RequestedApproval> approval,
        String afterRun,
        @IsoInstant String brokenAt) {
    /** Returns the time from the first bad sample to an instant, in milliseconds; never negative. */
    public long detectedAfterMs(Instant clockStart) {
        return Math.max(0, clockStart.toEpochMilli() - Instant.parse(firstBad).toEpochMilli());
    }

    /** Returns the time from the fault that a drill has put in to the decision, in milliseconds; -1 without one. */
    public long decidedAfterBreakMs() {
        return brokenAt.isEmpty()
                ? -1
                : Instant.parse(decidedAt).toEpochMilli()
                        - Instant.parse(brokenAt).toEpochMilli();
    }

    /** Returns the trigger of a drill that broke the system at an instant. */
    public FiredTrigger afterBreak(Instant broken) {
        return new FiredTrigger(
                incident,
                name,
                severity,
                file,
                firstBad,
                decidedAt,
                covered,
                samples,
                approval,
                afterRun,
                broken.toString());
    }

    /** Returns the trigger for people: {@code Score of 50 (critical) of erpgo/decision}. */
    public String describe() {
        return name + " (" + (afterRun.isEmpty() ? severity : "after run " + afterRun) + ") of " + file;
    }
}
