package dev.runbook.value;

/**
 * Replaces a value that must not be used, because a part of it or an empty value would be mistaken for the whole. It is
 * among the values of an action; a condition, loop or command that reads it fails with the reason.
 */
public sealed interface UnavailableValue
        permits NoAnswer, NoStatus, NotJson, NotKept, NotText, NoResult, PerHostValue, Truncated, Undecoded {
    /** The key of the entry that every missing value is read as; no action produces a value of this name. */
    String OTHERS = "";

    /**
     * Returns why the value cannot be used and what to do instead, in one line.
     *
     * @param name the value that was read, e.g. {@code stdout}
     */
    String reason(String name);
}
