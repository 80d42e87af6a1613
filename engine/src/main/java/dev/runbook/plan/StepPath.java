package dev.runbook.plan;

/** The names of steps in a run: inside a followed runbook or a step, the outer path stands before the inner name. */
public final class StepPath {
    public static final String SEPARATOR = " › ";

    private StepPath() {}

    /** @param outer empty at the top */
    public static String of(String outer, String name) {
        return outer.isEmpty() ? name : outer + SEPARATOR + name;
    }
}
