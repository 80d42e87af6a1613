package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/**
 * How an {@code onFailure} block ends.
 *
 * @param runbook the id of the runbook that takes over; empty for the other endings
 */
public record HandlerEnding(Kind kind, String runbook) {
    /** The last word of the block. */
    public enum Kind {
        CARRY_ON,
        STOP,
        FALL_BACK_TO
    }

    public static final HandlerEnding CARRY_ON = new HandlerEnding(Kind.CARRY_ON, "");
    public static final HandlerEnding STOP = new HandlerEnding(Kind.STOP, "");

    public static HandlerEnding fallBackTo(String runbook) {
        return new HandlerEnding(Kind.FALL_BACK_TO, runbook);
    }

    public boolean fallsBack() {
        return kind == Kind.FALL_BACK_TO;
    }

    /** Returns the ending as the runbook says it: {@code carryOn}, {@code fallBackTo erpgo/database-pitr}. */
    public String describe() {
        return EnumWord.of(kind) + (runbook.isEmpty() ? "" : " " + runbook);
    }
}
