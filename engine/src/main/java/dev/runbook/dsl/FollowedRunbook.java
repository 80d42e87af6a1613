package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.plan.Handler;
import dev.runbook.plan.Place;
import dev.runbook.plan.ReadRunbook;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another runbook that this one follows or falls back to.
 *
 * @param arguments the parameters passed to it, as far as this evaluation knows them
 */
record FollowedRunbook(ReadRunbook runbook, Map<String, Object> arguments) {

    /**
     * Evaluates the runbook for the plan, and keeps the function that evaluates it with the values of the run when it
     * starts.
     */
    static Handler.FallBack fallBack(EvaluationContext context, String id, Map<String, Object> given) {
        Place at = context.here();
        FollowedRunbook planned = read(context, id, given);
        boolean late = given.values().stream().anyMatch(value -> Values.unknown(Values.plain(value)));
        return new Handler.FallBack(
                planned.runbook(),
                planned.arguments(),
                () -> late
                        ? ValueVisibility.BEST_EFFORT.during(() ->
                                context.again(at, () -> read(context, id, given).runbook()))
                        : planned.runbook());
    }

    static FollowedRunbook read(EvaluationContext context, String id, Map<String, Object> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(name, Values.plain(value)));
        try {
            WorkMeter meter = context.planned() ? new WorkMeter() : context.meter();
            ReadRunbook other =
                    context.request().library().read(id, context.params().offered(), values, meter);
            return new FollowedRunbook(other, other.plan().arguments());
        } catch (AuthorException e) {
            throw new Unreadable("'" + id + "' cannot be followed: " + e.getMessage());
        }
    }
}
