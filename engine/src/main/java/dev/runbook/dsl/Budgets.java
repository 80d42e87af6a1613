package dev.runbook.dsl;

import dev.runbook.plan.Budget;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Evaluates the time budgets that authors write. */
final class Budgets {
    private Budgets() {}

    static Budget budget(EvaluationContext context, Duration time, Map<String, Object> options) {
        Optional<Duration> limit = Optional.ofNullable((Duration) options.get("limit"));
        positive(context, "budget", time);
        limit.filter(end -> end.compareTo(time) < 0)
                .ifPresent(end -> context.problem("the limit " + TimeText.of(end) + " is below the budget "
                        + TimeText.of(time) + ": the step is stopped at the limit"));
        return new Budget(time, limit);
    }

    static Duration positive(EvaluationContext context, String word, Duration time) {
        if (time.isZero() || time.isNegative()) {
            context.problem("'" + word + "' takes a time above zero, not " + TimeText.of(time));
        }
        return time;
    }
}
