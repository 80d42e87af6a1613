package dev.runbook.value;

/**
 * Takes the place of a value that must not be used, because a part of it, or nothing, would be taken for the whole. It
 * stands among what an action left; a condition, a loop or a command that reads it fails with the reason.
 */
public sealed interface UnavailableValue
        permits NoAnswer, NoStatus, NotJson, NotKept, NoResult, PerHostValue, Truncated, Undecoded {
    /** By this name stands what every value that is not there is read as; no action leaves one of that name. */
    String OTHERS = "";

    /**
     * Why it cannot be used and what to do instead, in one line.
     *
     * @param name what was asked for, e.g. {@code stdout}
     */
    String reason(String name);
}
