package dev.runbook.journal;

/**
 * A failure path of a runbook.
 *
 * @param kind {@code onFailure}, {@code fallBackTo}, {@code retry}, {@code alreadyDone} or {@code undo}
 * @param what description for people
 * @param taken {@code now} in this run, {@code earlier} in another one in this environment, or {@code never}
 * @param run the newest earlier run that took it, with its start and mode; empty otherwise
 * @param edited whether the runbook has changed since then
 * @param command the command of a drill that takes it; empty where it was taken, or no fault of a step leads there
 */
public record FailurePath(
        String kind, String what, String taken, String run, String at, String mode, boolean edited, String command) {
    public boolean exercised() {
        return !taken.equals("never");
    }

    /** Returns for people when it was taken; empty when never. */
    public String when() {
        return switch (taken) {
            case "now" -> "in this drill";
            case "earlier" ->
                at.replace('T', ' ').replace("Z", " UTC") + " in the " + mode + " " + run
                        + (edited ? ", before the runbook was last edited" : "");
            default -> "";
        };
    }
}
