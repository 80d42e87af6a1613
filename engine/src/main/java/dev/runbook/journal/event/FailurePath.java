package dev.runbook.journal.event;

import java.util.Optional;

/**
 * A failure path of a runbook.
 *
 * @param what description for people
 * @param last the newest earlier run that took it; empty if none did, or if this run took it
 * @param command the command of a drill that takes it; empty where it was taken, or no fault of a step leads there
 */
public record FailurePath(Kind kind, String what, Taken taken, Optional<Use> last, String command) {
    /** The part of the language that makes the path. */
    public enum Kind {
        ON_FAILURE,
        FALL_BACK_TO,
        RETRY,
        ALREADY_DONE,
        UNDO,
        /** People say no. */
        REJECTED,
        /** Nobody answers in time. */
        UNANSWERED,
        /** A box of a checklist is failed. */
        FAILED_BOX,
        /** A trigger starts the runbook. */
        TRIGGER
    }

    /** Whether a run in this environment took the path. */
    public enum Taken {
        NEVER,
        /** In this run. */
        NOW,
        EARLIER
    }

    /**
     * A run that took the path.
     *
     * @param at when it started, an ISO text
     * @param edited whether the runbook has changed since then
     */
    public record Use(String run, String at, Mode mode, boolean edited) {}

    public boolean exercised() {
        return taken != Taken.NEVER;
    }

    /** Returns for people when it was taken; empty when never. */
    public String when() {
        return switch (taken) {
            case NOW -> "in this drill";
            case EARLIER -> last.map(FailurePath::describe).orElse("earlier");
            case NEVER -> "";
        };
    }

    private static String describe(Use use) {
        return use.at().replace('T', ' ').replace("Z", " UTC") + " in the "
                + use.mode().word() + " " + use.run() + (use.edited() ? ", before the runbook was last edited" : "");
    }
}
