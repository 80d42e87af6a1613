package dev.runbook.dsl;

import java.util.List;

/**
 * Makes a handle visible after the container of its declaration. The compiler inserts the calls: {@code keep} around
 * the declaration, {@code handle} or {@code handles} after the container.
 */
public final class HandleScope {
    private HandleScope() {}

    /**
     * Records a handle.
     *
     * @param declaration the number of its declaration in the file
     * @param afterLoop whether the handle is read after a loop that contains its declaration
     */
    public static Handle keep(int declaration, boolean afterLoop, Handle handle) {
        EvaluationContext.handles().add(declaration, afterLoop, handle);
        return handle;
    }

    /**
     * Returns the handle of the latest of some declarations.
     *
     * @param name the name to show when none of them was planned, because its branch was not taken
     */
    public static Handle handle(String name, List<Integer> declarations) {
        return EvaluationContext.handles()
                .last(declarations)
                .orElseGet(() -> Handle.notPlanned(EvaluationContext.current(), name));
    }

    /** Returns the handles of all iterations of the loops that contain the declarations. */
    public static Handles handles(String name, List<Integer> declarations) {
        return new Handles(
                EvaluationContext.current(), name, EvaluationContext.handles().of(declarations));
    }
}
