package dev.runbook.model;

import java.time.Instant;

/**
 * An event of a run in one line.
 *
 * @param atMs since the run's start
 * @param at the wall clock, informational only
 * @param step the step concerned, empty for the run itself
 */
public record TimelineEntry(long atMs, Instant at, Tone tone, String step, String text) {
    /** The meaning of an entry for the reader. */
    public enum Tone {
        PLAIN,
        GOOD,
        BAD,
        WARNING,
        FAINT
    }
}
