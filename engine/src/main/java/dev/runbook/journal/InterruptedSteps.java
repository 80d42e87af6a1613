package dev.runbook.journal;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was under way when a run's engine died, by the rule a resume goes by: an attempt had begun and did not end. */
public final class InterruptedSteps {
    private final Set<String> steps = new LinkedHashSet<>();
    /** Steps whose probe is being asked: its answer says nothing of an attempt that was cut before. */
    private final Set<String> probed = new HashSet<>();

    private InterruptedSteps() {}

    /** The steps of which nobody knows whether they acted, in the order they began to. */
    public static Set<String> in(List<Entry> entries) {
        InterruptedSteps underWay = new InterruptedSteps();
        entries.forEach(entry -> underWay.add(entry.event()));
        return underWay.steps;
    }

    private void add(Event event) {
        if (event instanceof Event.StepStarted started) {
            steps.remove(started.step());
        } else if (event instanceof Event.AttemptStarted started) {
            steps.add(started.step());
            if (started.probe()) {
                probed.add(started.step());
            } else {
                probed.remove(started.step());
            }
        } else if (event instanceof Event.AttemptFinished ended) {
            boolean answered = probed.remove(ended.step());
            if (!answered && !ended.result().equals("cancelled")) { // how far a cancelled one got nobody knows
                steps.remove(ended.step());
            }
        } else if (event instanceof Event.StepFinished ended) {
            steps.remove(ended.step());
        }
    }
}
