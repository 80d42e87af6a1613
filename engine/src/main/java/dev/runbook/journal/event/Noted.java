package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/**
 * A message of the engine that is not an event of a step.
 *
 * @param step the path of the step it is about; empty for the whole run
 * @param text for people
 */
public record Noted(Kind kind, String step, String text) implements Event {
    /** What the message is about. */
    public enum Kind {
        /** A kind that only another engine knows. */
        OTHER,
        /** The operator requested a fault in the step. */
        INJECTED,
        /** An injected fault that the drill did not reach. */
        NOT_REACHED,
        /** A run that was asked to undo its steps has undone them, and cannot be resumed. */
        UNDONE,
        /** Processes of an engine that died. */
        ORPHAN,
        /** A wait for locks. */
        LOCK,
        /** A secret parameter was given. */
        SECRET,
        /** A value passes the network in clear text. */
        NETWORK,
        /** The end of the journal was cut off. */
        JOURNAL;

        /** Returns the kind for people: {@code not reached}. */
        public String describe() {
            return EnumWord.phrase(this);
        }
    }

    /** For a message about the whole run. */
    public static Noted of(Kind kind, String text) {
        return new Noted(kind, "", text);
    }
}
