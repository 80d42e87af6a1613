package dev.runbook.trigger;

/** What the samples of one evaluation say about the conditions of a trigger. */
public enum Judgement {
    /** At least one condition does not hold. */
    GOOD,
    /** All conditions hold. */
    BAD,
    /** Neither can be said: a value that decides is missing. */
    NO_DATA
}
