package dev.runbook.dsl;

import dev.runbook.plan.ForEach;
import groovy.lang.Closure;

/**
 * {@code firstOf(name, in: { }) { one -> }}: members run for one element of a list after the other, up to the first
 * element for which they succeed.
 */
public final class FirstOfBlock extends IterationsBlock {
    private FirstOfBlock(EvaluationContext context) {
        super(context);
    }

    static ForEach firstOf(EvaluationContext context, String name, Closure<?> in, Closure<?> body) {
        return iterations(ForEach.Kind.FIRST, context, name, in, body, FirstOfBlock::new);
    }
}
