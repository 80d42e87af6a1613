package dev.runbook.journal.event;

import dev.runbook.value.EnumWord;

/** What makes a message be sent. */
public enum MessageTrigger {
    /** Its place among the steps. */
    PLACE,
    /** A time on the RTO clock. */
    AFTER,
    /** A period. */
    EVERY,
    /** A trigger that has fired; there may be no run. */
    TRIGGER_FIRED,
    STARTED,
    CLOCK_STARTED,
    /** The RTO clock has stopped: the service is back. */
    RECOVERED,
    SUCCEEDED,
    FAILED,
    FELL_BACK,
    ABORTED,
    /** People are asked. */
    WAITING,
    AT_RISK,
    BREACHED,
    OVERRUN;

    /** Returns the word of the language and of programs: {@code atRisk}; empty for a place among the steps. */
    public String word() {
        return this == PLACE ? "" : EnumWord.of(this);
    }

    /** Returns the event in parentheses, after a blank: {@code  (at risk)}; empty for a place among the steps. */
    public String describe() {
        return this == PLACE ? "" : " (" + EnumWord.phrase(this) + ")";
    }

    /** Returns whether a resumed run passes the trigger again and must not send the message again. */
    public boolean onceARun() {
        return switch (this) {
            case PLACE, AFTER, STARTED, CLOCK_STARTED, RECOVERED, SUCCEEDED, FELL_BACK -> true;
            default -> false;
        };
    }
}
