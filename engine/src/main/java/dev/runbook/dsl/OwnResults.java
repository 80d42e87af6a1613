package dev.runbook.dsl;

/**
 * A block about the outcome of a step: {@code undo}, {@code onFailure}. The step's results are in scope by name there,
 * including nested blocks; the compiler reads them from the step's handle.
 */
public interface OwnResults {
    /** The handle of the step. Compiled runbooks call this method at the beginning of the block. */
    @NotAWord
    Handle ownHandle();
}
