package dev.runbook.dsl;

import dev.runbook.plan.Place;
import dev.runbook.trigger.Trigger;
import groovy.lang.Closure;
import java.util.Optional;

/** A trigger of a runbook. A run does not need it, so it is read only by those who evaluate triggers. */
record DeclaredTrigger(String name, Place at, Closure<?> body) {
    Optional<Trigger> read(EvaluationContext context) {
        return TriggerBlock.trigger(context, name, at, body, TriggerPlace.RUNBOOK);
    }
}
