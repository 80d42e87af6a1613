package dev.runbook.dsl;

/** {@code undo { }}: the action that takes a finished step back. What the step left is in scope. */
public final class UndoBlock extends TaskBlock implements OwnResults {
    private final Handle step;
    private boolean idempotent;

    UndoBlock(Reading reading, Handle step) {
        super(reading);
        this.step = step;
    }

    /**
     * Says that taking it back twice does no harm: a resume may run it again without asking.
     *
     * <pre>{@code
     * idempotent()
     * }</pre>
     */
    public void idempotent() {
        idempotent = true;
    }

    @Override
    boolean isIdempotent() {
        return idempotent;
    }

    @NotAWord
    @Override
    public Handle ownHandle() {
        return step;
    }
}
