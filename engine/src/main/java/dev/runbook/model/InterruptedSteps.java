package dev.runbook.model;

import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.value.Result;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the steps that were in progress when a run's engine died, by the same rule as a resume: an attempt had begun
 * and did not end.
 */
final class InterruptedSteps {
    private final Set<String> steps = new LinkedHashSet<>();
    /** Steps whose probe is running: its answer says nothing about an attempt that was interrupted before. */
    private final Set<String> probed = new HashSet<>();

    /** Returns the steps of which it is unknown whether they acted, by path. */
    Set<String> steps() {
        return Set.copyOf(steps);
    }

    void add(Event event) {
        if (event instanceof StepStarted started) {
            steps.remove(started.step());
        } else if (event instanceof AttemptStarted started) {
            steps.add(started.step());
            if (started.probe()) {
                probed.add(started.step());
            } else {
                probed.remove(started.step());
            }
        } else if (event instanceof AttemptFinished ended) {
            boolean answered = probed.remove(ended.step());
            if (!answered && ended.result() != Result.CANCELLED) { // unknown how far a cancelled attempt got
                steps.remove(ended.step());
            }
        } else if (event instanceof StepFinished ended) {
            steps.remove(ended.step());
        }
    }
}
