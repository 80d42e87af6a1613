package dev.runbook.journal.event;

/**
 * A step or container was not run.
 *
 * @param why for people
 */
public record StepSkipped(String step, Reason reason, String why) implements Event {
    /** What decided that it is not run. */
    public enum Reason {
        /** The operator chose other steps; also in records that do not state it. */
        LEFT_OUT,
        /** Its own {@code onlyIf} did not hold. */
        CONDITION
    }
}
