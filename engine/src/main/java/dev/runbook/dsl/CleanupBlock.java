package dev.runbook.dsl;

import dev.runbook.plan.Group;
import dev.runbook.plan.Place;
import groovy.lang.Closure;

/** {@code cleanup { }}: members that run at the end of their container, however it ended. */
public final class CleanupBlock extends GroupBlock {
    private CleanupBlock(EvaluationContext context) {
        super(context);
    }

    /** @param of the name of the container; empty for the runbook */
    static Group cleanup(EvaluationContext context, String of, Closure<?> body) {
        Place at = context.here();
        String name = context.declare(of.isEmpty() ? "Cleanup" : "Cleanup of " + of);
        CleanupBlock block = new CleanupBlock(context);
        context.evaluateOrReport(body, block);
        if (block.members().isEmpty()) {
            context.problem("cleanup has no members");
        }
        return block.group(Group.Kind.CLEANUP, name, at);
    }
}
