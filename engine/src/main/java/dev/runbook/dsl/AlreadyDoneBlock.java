package dev.runbook.dsl;

import dev.runbook.plan.Condition;
import dev.runbook.plan.Work;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.Optional;

/** {@code alreadyDone { }}: one action that checks whether a step has taken effect, and the conditions for that. */
public final class AlreadyDoneBlock extends ScriptActions {
    private Conditions expect;

    private AlreadyDoneBlock(EvaluationContext context) {
        super(context);
    }

    static Optional<Work.Probe> probe(EvaluationContext context, Closure<?> body) {
        AlreadyDoneBlock block = new AlreadyDoneBlock(context);
        context.evaluate(body, block);
        if (block.action().isEmpty()) {
            context.problem("alreadyDone has no action", block.oneOfTheActions());
        }
        Optional<Condition> expect = Optional.ofNullable(block.expect);
        return block.perform().map(act -> new Work.Probe(act, expect));
    }

    /**
     * Sets the conditions under which the step counts as done. They replace the check of the exit code or status;
     * {@code check} warns if none of them reads {@code ok}, {@code exitCode} or {@code status}.
     *
     * <pre>{@code
     * expect { exitCode == 0 }
     * }</pre>
     */
    public void expect(
            @DelegatesTo(value = ExpectBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> conditions) {
        expect = (expect == null ? new Conditions(context) : expect)
                .and(conditions, values -> new ExpectBlock(context, values));
    }
}
