package dev.runbook.run.execution;

import dev.runbook.action.Resources;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Masker;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Selection;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.plan.Condition;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.drill.Injections;
import dev.runbook.run.message.Notices;
import dev.runbook.run.objective.ObjectiveTracker;
import dev.runbook.run.people.Questions;
import dev.runbook.run.record.Outputs;
import dev.runbook.run.record.Recorder;
import dev.runbook.run.resume.JournalReplay;
import dev.runbook.run.resume.Resumption;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The state that all parts of one run share.
 *
 * @param drillAnswers after which time a drill answers in place of people; empty if it waits for them
 * @param grace the time between TERM and KILL
 */
public record RunContext(
        String id,
        Environment environment,
        Clock clock,
        Recorder recorder,
        Outputs outputs,
        Notices notices,
        Questions questions,
        ObjectiveTracker objectives,
        CancellationScope stops,
        Resources resources,
        Selection selection,
        Injections injections,
        JournalReplay past,
        Resumption resumption,
        Optional<Duration> drillAnswers,
        Duration grace) {

    public void record(Event event) {
        recorder.record(event);
    }

    /** Records an event that a resumed run passes again, unless the journal already has it. */
    void recordOnce(Event event) {
        if (!past.contains(event)) {
            recorder.record(event);
        }
    }

    /**
     * Returns why a step or forEach is not to be run, and records it; empty if it is to be run. A resumed run omits
     * what it omitted before.
     */
    Optional<String> leftOut(String path) {
        Optional<String> why = chosen().leftOut().contains(path) ? Optional.of(chosen().reason()) : Optional.empty();
        why.ifPresent(reason -> recordOnce(new StepSkipped(path, StepSkipped.Reason.LEFT_OUT, reason)));
        return why;
    }

    /**
     * Returns why the conditions of a node skip it, and records it; empty if it is to be run.
     *
     * @throws dev.runbook.AuthorException when a condition cannot be judged
     */
    Optional<String> skipped(Optional<Condition> onlyIf, String path) {
        Optional<String> why = onlyIf.flatMap(
                        condition -> ConditionResult.onlyIf(condition, masker()).notHolding())
                .map(conditions -> "onlyIf: " + conditions);
        why.ifPresent(reason -> record(new StepSkipped(path, StepSkipped.Reason.CONDITION, reason)));
        return why;
    }

    /** Returns whether the operator chose only a part of the runbook. */
    public boolean partial() {
        return chosen().partial();
    }

    private Selection chosen() {
        return past.selection().orElse(selection);
    }

    public Masker masker() {
        return environment.secrets().masker();
    }

    public String mask(String text) {
        return masker().mask(text);
    }
}
