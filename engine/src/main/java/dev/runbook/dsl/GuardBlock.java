package dev.runbook.dsl;

import dev.runbook.plan.Background;
import dev.runbook.plan.Task;
import groovy.lang.Closure;
import java.time.Duration;
import java.util.Optional;

/** {@code guard(name) { }}: an action that only looks, repeated while the following members of its container run. */
public final class GuardBlock extends TaskBlock {
    private static final Duration USUAL_PERIOD = Duration.ofSeconds(5);

    private Duration every = USUAL_PERIOD;

    private GuardBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    static Background guard(EvaluationContext context, String name, Closure<?> body) {
        Task task = task(Task.Kind.GUARD, name, context, body, () -> new GuardBlock(context, name));
        noEffect(context, name, task.budget().isPresent(), "budget", "a guard ends with its container");
        noEffect(
                context,
                name,
                task.retry().isPresent(),
                "retry",
                "a guard fails at the first sample that does not hold; a condition over a range of time tolerates one");
        noEffect(
                context,
                name,
                task.onFailure().isPresent(),
                "onFailure",
                "a guard that fails fails its container: write the handler there");
        return new Background(task);
    }

    private static void noEffect(EvaluationContext context, String name, boolean said, String word, String cure) {
        if (said) {
            context.problemWith(NamePosition.NAME, name, "'" + word + "' has no effect in a guard", cure);
        }
    }

    @Override
    Optional<Duration> period() {
        return Optional.of(every);
    }

    /**
     * Sets the time between two samples; 5 seconds by default.
     *
     * <pre>{@code
     * every 5.seconds
     * }</pre>
     */
    @SetOnce
    public void every(Duration time) {
        every = Budgets.positive(context, "every", time);
    }
}
