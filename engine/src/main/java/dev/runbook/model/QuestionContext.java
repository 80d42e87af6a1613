package dev.runbook.model;

import java.util.List;
import java.util.Optional;

/**
 * What surrounds a question in the plan, for whoever is asked.
 *
 * @param phase the innermost phase that contains it; empty outside of phases
 * @param done how many steps have succeeded so far
 * @param next the tasks that follow it, in the order of the plan
 */
public record QuestionContext(Optional<Phase> phase, int done, List<StepView> next) {
    static final QuestionContext NONE = new QuestionContext(Optional.empty(), 0, List.of());

    public QuestionContext {
        next = List.copyOf(next);
    }

    /** A phase, and its number among the phases beside it, from 1. */
    public record Phase(StepView step, int number, int total) {}
}
