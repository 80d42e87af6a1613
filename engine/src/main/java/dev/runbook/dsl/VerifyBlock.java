package dev.runbook.dsl;

import java.time.Duration;
import java.util.Optional;

/** {@code verify(name) { }}: one action that only looks, with what must hold. */
public final class VerifyBlock extends TaskBlock {
    private Optional<Duration> every = Optional.empty();
    private Optional<Duration> holds = Optional.empty();

    VerifyBlock(EvaluationContext reading, String name) {
        super(reading, name);
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
     * Asks again so often until it holds, as long as the budget lasts; a last time just before it is used up.
     *
     * <pre>{@code
     * every 5.seconds
     * }</pre>
     */
    public void every(Duration time) {
        every = Optional.of(Budgets.positive(reading, "every", time));
    }

    /**
     * How long it must stay true; fails as soon as what is left of the budget is shorter.
     *
     * <pre>{@code
     * holds 30.seconds
     * }</pre>
     */
    public void holds(Duration time) {
        holds = Optional.of(Budgets.positive(reading, "holds", time));
    }
}
