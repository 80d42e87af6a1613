package dev.runbook.dsl;

/** {@code onFailure { }} in a step: the same words, and what the step left. */
public final class StepFailureBlock extends OnFailureBlock implements OwnResults {
    private final Handle step;

    StepFailureBlock(Reading reading, Handle step) {
        super(reading);
        this.step = step;
    }

    @NotAWord
    @Override
    public Handle ownHandle() {
        return step;
    }
}
