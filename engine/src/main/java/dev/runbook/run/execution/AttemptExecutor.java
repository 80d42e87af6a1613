package dev.runbook.run.execution;

import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.journal.event.AttemptFinished;
import dev.runbook.journal.event.AttemptStarted;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.OutputSummary;
import dev.runbook.journal.event.StepValues;
import dev.runbook.journal.event.StopReport;
import dev.runbook.plan.Condition;
import dev.runbook.plan.Work;
import dev.runbook.run.control.CancellationScope;
import dev.runbook.run.record.AttemptOutput;
import dev.runbook.run.record.RecordedValues;
import dev.runbook.run.state.AttemptEnd;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import dev.runbook.value.StopProof;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one attempt of one action: records it, bounds it, stops it at its limit and judges its conditions. */
final class AttemptExecutor {
    private final RunContext run;

    AttemptExecutor(RunContext run) {
        this.run = run;
    }

    AttemptEnd perform(
            String step,
            int number,
            Work.Perform act,
            Optional<Condition> expect,
            Limit limit,
            CancellationScope stops) {
        return perform(step, number, false, act, expect, limit, stops);
    }

    /** Runs the probe of a resume as a separate attempt. */
    AttemptEnd probe(String step, int number, Work.Probe probe, Limit limit, CancellationScope stops) {
        return perform(step, number, true, probe.act(), probe.expect(), limit, stops);
    }

    private AttemptEnd perform(
            String step,
            int number,
            boolean probe,
            Work.Perform act,
            Optional<Condition> expect,
            Limit limit,
            CancellationScope stops) {
        String marker = run.id() + "/" + number + "/" + step;
        CancellationToken signal = stops.open();
        AttemptJudge judge = new AttemptJudge(StepPath.last(step), expect, run.masker());
        try (AttemptOutput output = run.outputs().open(step, number)) {
            run.record(new AttemptStarted(step, number, marker, output.file(), probe));
            Outcome outcome = BoundedAction.perform(
                    run.injections().action(step, act.action()),
                    new Attempt(
                            run.id(),
                            step,
                            marker,
                            limit.deadline(),
                            run.grace(),
                            run.environment(),
                            output,
                            signal,
                            judge,
                            run.resources(),
                            act.keep()));
            AttemptOutput.Printed printed = output.end();
            Optional<ConditionResult> judged = judge.of(outcome);
            AttemptEnd end = end(outcome, judged, limit);
            run.record(finished(step, number, outcome, judged, end, printed));
            return end;
        } finally {
            stops.close(signal);
        }
    }

    private AttemptEnd end(Outcome outcome, Optional<ConditionResult> judged, Limit limit) {
        if (judged.isPresent()) {
            return judged.get()
                    .notHolding()
                    .map(conditions -> new AttemptEnd(
                            Result.FAILED, why(outcome, judged.get(), conditions), outcome.values(), outcome.decides()))
                    .orElseGet(() -> new AttemptEnd(Result.OK, "", outcome.values(), true));
        }
        String cause = outcome.result() == Result.TIMED_OUT && !limit.owner().isEmpty()
                ? limit.usedUp() + (outcome.cause().isEmpty() ? "" : "; " + outcome.cause())
                : outcome.cause();
        return new AttemptEnd(outcome.result(), run.mask(cause), outcome.values(), outcome.decides());
    }

    /**
     * Returns why conditions did not hold. Where none could be judged, the outcome's cause is the reason: nothing
     * answered. Otherwise it follows the conditions: beside {@code status was 0}, it helps to read that nothing listens
     * there.
     */
    private String why(Outcome outcome, ConditionResult judged, String conditions) {
        if (outcome.cause().isEmpty()) {
            return conditions;
        }
        String cause = run.mask(outcome.cause());
        return judged.undecided() ? cause : conditions + "; " + cause;
    }

    private Event finished(
            String step,
            int number,
            Outcome outcome,
            Optional<ConditionResult> judged,
            AttemptEnd end,
            AttemptOutput.Printed printed) {
        Map<String, Object> masked = run.masker().mask(RecordedValues.fewer(outcome.values()));
        Map<String, Object> kept = RecordedValues.bounded(masked);
        return new AttemptFinished(
                step,
                number,
                end.result(),
                end.cause(),
                judged.map(ConditionResult::failed).orElse(List.of()),
                outcome.stop().map(this::stopped).orElse(StopReport.NONE),
                RecordedValues.facts(masked),
                new StepValues(kept, RecordedValues.notKept(outcome.values(), kept)),
                new OutputSummary(printed.bytes(), printed.droppedBytes(), printed.lastLines(), printed.hash()));
    }

    private StopReport stopped(StopProof proof) {
        return new StopReport(
                run.mask(proof.what()),
                proof.took().toMillis(),
                proof.survivors().stream().map(run::mask).toList());
    }
}
