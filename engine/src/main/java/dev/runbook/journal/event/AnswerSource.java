package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** Where an answer comes from. */
public enum AnswerSource {
    /** The terminal that runs the run. */
    OWN_TERMINAL,
    /** {@code runbook approve} or {@code runbook tick} on another terminal. */
    OTHER_TERMINAL,
    /** A one-time link in a message. */
    LINK,
    /** A verify that holds, or failed. */
    ENGINE,
    /** A drill without people. */
    DRILL,
    /** Nobody answered in time. */
    SILENCE;

    /** Returns whether a person answered. */
    public boolean isPerson() {
        return this == OWN_TERMINAL || this == OTHER_TERMINAL || this == LINK;
    }

    /** Returns the source for people: {@code own terminal}. */
    public String describe() {
        return EnumWord.phrase(this);
    }
}
