package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** Whether a run is a production run or a drill; both act for real. */
public enum Mode {
    RUN,
    DRILL;

    /** Returns the word for programs: {@code drill}. */
    public String word() {
        return EnumWord.of(this);
    }
}
