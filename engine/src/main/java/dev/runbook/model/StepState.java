package dev.runbook.model;

import dev.runbook.value.EnumWord;
import dev.runbook.value.Result;

/** The state of a step: its result, or why it has none. */
public enum StepState {
    /** Planned and not begun. */
    PENDING,
    RUNNING,
    /** Begun and not ended, with no attempt in progress: a resume continues it. */
    INTERRUPTED,
    OK,
    FAILED,
    TIMED_OUT,
    UNKNOWN,
    SKIPPED,
    CANCELLED;

    public static StepState of(Result result) {
        return switch (result) {
            case OK -> OK;
            case FAILED -> FAILED;
            case TIMED_OUT -> TIMED_OUT;
            case UNKNOWN -> UNKNOWN;
            case SKIPPED -> SKIPPED;
            case CANCELLED -> CANCELLED;
        };
    }

    /** Returns the word for programs: {@code timedOut}. */
    public String word() {
        return EnumWord.of(this);
    }

    /** Returns whether it ended without reaching its goal. */
    boolean bad() {
        return switch (this) {
            case PENDING, RUNNING, OK, SKIPPED -> false;
            case INTERRUPTED, FAILED, TIMED_OUT, UNKNOWN, CANCELLED -> true;
        };
    }

    /** Returns a one-character sign, readable without colour. */
    String sign() {
        return switch (this) {
            case PENDING -> "·";
            case RUNNING -> "▸";
            case INTERRUPTED, CANCELLED -> "◦";
            case OK -> "✓";
            case SKIPPED -> "–";
            case UNKNOWN -> "?";
            case FAILED, TIMED_OUT -> "✗";
        };
    }
}
