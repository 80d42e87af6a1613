package dev.runbook.dsl;

import java.time.Duration;
import java.util.Optional;

/** {@code verify(name) { }}: one action that only looks, with the conditions it checks. */
public final class VerifyBlock extends TaskBlock {
    private Optional<Duration> every = Optional.empty();
    private Optional<Duration> holds = Optional.empty();

    VerifyBlock(EvaluationContext context, String name) {
        super(context, name);
    }

    @Override
    Optional<Duration> period() {
        return every;
    }

    @Override
    Optional<Duration> steadyFor() {
        return holds;
    }

    /**
     * Repeats the action at this interval until the conditions hold or the budget is used up; the last attempt is just
     * before the end of the budget.
     *
     * <pre>{@code
     * every 5.seconds
     * }</pre>
     */
    @SetOnce
    public void every(Duration time) {
        every = Optional.of(Budgets.positive(context, "every", time));
    }

    /**
     * Sets how long the conditions must keep holding. The verify fails as soon as the remaining budget is shorter.
     *
     * <pre>{@code
     * holds 30.seconds
     * }</pre>
     */
    @SetOnce
    public void holds(Duration time) {
        holds = Optional.of(Budgets.positive(context, "holds", time));
    }
}
