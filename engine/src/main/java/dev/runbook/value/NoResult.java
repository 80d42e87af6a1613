package dev.runbook.value;

/**
 * Takes the place of every value a task has not left: it did not run, came to no result, or its action leaves no such
 * value.
 *
 * @param step the name of the task
 * @param ran whether it was begun at all
 * @param why it left nothing, perhaps empty
 */
public record NoResult(String step, boolean ran, String why) implements UnavailableValue {
    @Override
    public String reason(String name) {
        String what =
                ran ? "'" + step + "' has left no " + name : "'" + step + "' did not run, so it has left no " + name;
        return why.isEmpty() ? what : what + ": " + why;
    }
}
