package dev.runbook.dsl;

import java.util.List;

/**
 * Makes a handle visible after the container it is declared in. The compiler writes the calls: {@code keep} around the
 * declaration, {@code handle} or {@code handles} after the container.
 */
public final class HandleScope {
    private HandleScope() {}

    /**
     * Notes a handle.
     *
     * @param declaration the number of its declaration in the file
     * @param afterLoop whether it is read after a loop it is declared in
     */
    public static Handle keep(int declaration, boolean afterLoop, Handle handle) {
        EvaluationContext.handles().add(declaration, afterLoop, handle);
        return handle;
    }

    /**
     * The handle of the latest of some declarations.
     *
     * @param name what it is called when none of them was planned, because it is in a branch that was not taken
     */
    public static Handle handle(String name, List<Integer> declarations) {
        return EvaluationContext.handles()
                .last(declarations)
                .orElseGet(() -> Handle.notPlanned(EvaluationContext.current(), name));
    }

    /** The handles of all rounds of the loops that the declarations are in. */
    public static Handles handles(String name, List<Integer> declarations) {
        return new Handles(
                EvaluationContext.current(), name, EvaluationContext.handles().of(declarations));
    }
}
