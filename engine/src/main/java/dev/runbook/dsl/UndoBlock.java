package dev.runbook.dsl;

/** {@code undo { }}: the action that undoes a finished step. What the step left is in scope. */
public final class UndoBlock extends TaskBlock implements OwnResults {
    private final Handle step;
    private boolean idempotent;
    private boolean alsoIfFailed;

    UndoBlock(EvaluationContext reading, String name, Handle step) {
        super(reading, name);
        this.step = step;
    }

    /**
     * Says that undoing the step twice does no harm: a resume may run the undo again without asking.
     *
     * <pre>{@code
     * idempotent()
     * }</pre>
     */
    public void idempotent() {
        idempotent = true;
    }

    /**
     * Undoes the step also when it failed, timed out or its outcome is unknown: it may have changed something before it
     * stopped. Without this word {@code undoAll()} undoes only steps that succeeded. The undo has to cope with a step that did
     * only a part of its work; what such a step left may be missing.
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
