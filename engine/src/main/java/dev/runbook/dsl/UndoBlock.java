package dev.runbook.dsl;

/** {@code undo { }}: the action that undoes a finished step. The results of the step are in scope. */
public final class UndoBlock extends TaskBlock implements OwnResults {
    private final Handle step;
    private boolean idempotent;
    private boolean alsoIfFailed;

    UndoBlock(EvaluationContext context, String name, Handle step) {
        super(context, name);
        this.step = step;
    }

    /**
     * Declares that undoing the step twice is safe: a resume may run the undo again without asking.
     *
     * <pre>{@code
     * idempotent()
     * }</pre>
     */
    public void idempotent() {
        idempotent = true;
    }

    /**
     * Undoes the step also if it failed, timed out or its outcome is unknown: it may have changed something before it
     * stopped. Without this word {@code undoAll()} undoes only steps that succeeded. The undo must cope with a step
     * that did only part of its work; the results of such a step may be missing.
     *
     * <pre>{@code
     * undo {
     *     alsoIfFailed()
     *     shell 'kubectl rollout undo deployment/shop'
     * }
     * }</pre>
     */
    public void alsoIfFailed() {
        alsoIfFailed = true;
    }

    @Override
    boolean isIdempotent() {
        return idempotent;
    }

    @Override
    boolean undoesFailed() {
        return alsoIfFailed;
    }

    @NotAWord
    @Override
    public Handle ownHandle() {
        return step;
    }
}
