package dev.runbook.transcript;

import java.time.Instant;

/**
 * Something that happened, in a line.
 *
 * @param atMs since the run's start
 * @param at the wall clock, a label
 * @param step what it happened to, empty for the run itself
 */
public record TimelineEntry(long atMs, Instant at, Tone tone, String step, String text) {
    /** What it means to the reader. */
    public enum Tone {
        PLAIN,
        GOOD,
        BAD,
        WARNING,
        FAINT
    }
}
