package dev.runbook.dsl;

import dev.runbook.plan.ForEach;
import groovy.lang.Closure;

/**
 * {@code forEach(name, in: { }) { one -> }}: members known only in a run, one iteration per element from an earlier
 * step.
 */
public final class ForEachBlock extends IterationsBlock {
    private int atOnce = 1;

    private ForEachBlock(EvaluationContext context) {
        super(context);
    }

    static ForEach forEach(EvaluationContext context, String name, Closure<?> in, Closure<?> body) {
        return iterations(ForEach.Kind.EACH, context, name, in, body, ForEachBlock::new);
    }

    @Override
    int concurrency() {
        return atOnce;
    }

    /**
     * Sets how many iterations run at once. By default they run in order, up to the first that fails.
     *
     * <pre>{@code
     * atOnce 4
     * }</pre>
     */
    public void atOnce(int iterations) {
        if (iterations < 1) {
            context.problem("atOnce takes 1 or more, not " + iterations);
        }
        atOnce = iterations;
    }
}
