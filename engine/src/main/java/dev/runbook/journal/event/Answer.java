package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** What a person answers. */
public enum Answer {
    /** A no to an approval; also an answer that cannot be read. */
    REJECT,
    /** A yes to an approval. */
    APPROVE,
    /** A box is done. */
    TICK,
    /** A box cannot be done: its manual fails. */
    FAIL,
    /** A box is left out. */
    SKIP,
    /** One of the choices is taken. */
    CHOOSE,
    /** A pause ends now. */
    END;

    public String word() {
        return EnumWord.of(this);
    }
}
