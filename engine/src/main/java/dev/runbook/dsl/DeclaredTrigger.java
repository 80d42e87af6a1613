package dev.runbook.dsl;

import dev.runbook.plan.Place;
import groovy.lang.Closure;

/** A trigger of a runbook. A run does not need it, so it is read only by those who evaluate triggers. */
record DeclaredTrigger(String name, Place at, Closure<?> body) {
    void read(EvaluationContext context, DeclaredTriggers triggers) {
        TriggerBlock.trigger(context, name, at, body, TriggerPlace.RUNBOOK, triggers);
    }
}
