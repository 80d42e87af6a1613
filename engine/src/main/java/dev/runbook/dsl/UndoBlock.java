package dev.runbook.dsl;

import java.util.List;

/** {@code undo { }}: the action that takes a finished step back. What the step left is in scope. */
public final class UndoBlock extends TaskBlock implements OwnResults {
    private final Handle step;

    UndoBlock(Reading reading, Handle step) {
        super(reading);
        this.step = step;
    }

    @NotAWord
    @Override
    public Handle ownHandle() {
        return step;
    }

    @Override
    List<String> actionWords() {
        return List.of("shell", "ssh", "sql", "http", "prometheus");
    }
}
