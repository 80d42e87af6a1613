package dev.runbook.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;

/** {@code phase(name) { }}: a named group of members that run in order. */
public final class PhaseBlock extends GroupBlock {
    private final CharSequence name;

    PhaseBlock(EvaluationContext context, CharSequence name) {
        super(context);
        this.name = name;
    }

    /**
     * Runs members at the end of the phase, however it ended: ok, failed, aborted, or with its budget used up; after
     * the {@code onFailure} of the phase, and before a runbook that this falls back to. Nothing that stops the phase
     * stops them: they have their own budgets, which count on the path without failures. If the engine dies, a
     * resume runs what is missing of them, and so does {@code runbook abort}. They run once: after a failed or aborted phase whose cleanup has run a step,
     * the run cannot be resumed.
     *
     * <p>A phase that was skipped or not reached is not cleaned up. A cleanup step may run although the step whose work
     * it reverses was not reached: {@code onlyIf { freeze.ok }} guards it.
     *
     * <pre>{@code
     * phase('Move the data') {
     *     def freeze = step('Freeze migrations') { shell './migrations.sh freeze' }
     *     step('Copy') { budget 10.minutes; shell './copy.sh' }
     *     cleanup {
     *         step('Unfreeze migrations') { budget 30.seconds; onlyIf { freeze.ok }; shell './migrations.sh unfreeze' }
     *     }
     * }
     * }</pre>
     */
    public void cleanup(@DelegatesTo(value = CleanupBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        cleanup(Values.text(name), body);
    }
}
