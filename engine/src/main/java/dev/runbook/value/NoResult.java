package dev.runbook.value;

/**
 * Replaces every value that a task did not produce: the task did not run, has no result, or its action has no such
 * value.
 *
 * @param step the name of the task
 * @param ran whether the task was started
 * @param why the reason; may be empty
 */
public record NoResult(String step, boolean ran, String why) implements UnavailableValue {
    @Override
    public String reason(String name) {
        String what =
                ran ? "'" + step + "' has left no " + name : "'" + step + "' did not run, so it has left no " + name;
        return why.isEmpty() ? what : what + ": " + why;
    }
}
