package dev.runbook.dsl;

/**
 * A block about something a step did: its {@code undo}, its {@code onFailure}. What the step left is in scope there by
 * name, in every block inside it too; the compiler reads the names from the step's handle.
 */
public interface OwnResults {
    /** The handle of the step. Compiled runbooks ask for it at the beginning of the block. */
    @NotAWord
    Handle ownHandle();
}
