package dev.runbook.value;

/**
 * Stands where a task has left nothing to read: it did not run, or came to no result. Whoever reads a value of it must be
 * refused, since none would look like an empty one.
 *
 * @param step the name of the task
 * @param ran whether it was begun at all
 * @param why it left nothing, perhaps empty
 */
public record NothingLeft(String step, boolean ran, String why) {
    /** By this name it stands among the values of a task; no action leaves one of that name. */
    public static final String NAME = "";

    /** Why the value of this name is not there. */
    public String told(String name) {
        String what =
                ran ? "'" + step + "' has left no " + name : "'" + step + "' did not run, so it has left no " + name;
        return why.isEmpty() ? what : what + ": " + why;
    }
}
