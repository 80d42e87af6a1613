package dev.runbook.run.execution;

import dev.runbook.action.Acceptance;
import dev.runbook.action.Outcome;
import dev.runbook.environment.Masker;
import dev.runbook.plan.Condition;
import java.util.Optional;

/**
 * Judges the outcome of one attempt by the step's conditions, once, so that an action that asks before it commits and
 * the run that records the end use the same judgement. Thread-safe.
 */
final class AttemptJudge implements Acceptance {
    private final String step;
    private final Optional<Condition> expect;
    private final Masker masker;
    private Optional<ConditionResult> judged = Optional.empty();

    /** @param step name of the step, for people */
    AttemptJudge(String step, Optional<Condition> expect, Masker masker) {
        this.step = step;
        this.expect = expect;
        this.masker = masker;
    }

    @Override
    public synchronized boolean accepts(Outcome outcome) {
        judged = expect.map(conditions -> ConditionResult.of(conditions, OutcomeValues.of(step, outcome), masker));
        return judged.map(ConditionResult::holds).orElse(true);
    }

    /** Returns the judgement of the conditions; empty without conditions or without an answer. */
    synchronized Optional<ConditionResult> of(Outcome outcome) {
        if (expect.filter(conditions -> outcome.answer().mayBeJudged(conditions.names()))
                .isEmpty()) {
            return Optional.empty();
        }
        if (judged.isEmpty()) {
            accepts(outcome);
        }
        return judged;
    }
}
