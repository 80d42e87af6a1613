package dev.runbook.journal;

import dev.runbook.journal.event.Event;
import java.time.Instant;

/**
 * One line of a journal.
 *
 * @param number from 1
 * @param at the wall clock, informational only
 * @param sinceStartNanos monotonic time since the run's start, continued across resumes: all durations derive from it
 * @param hash of this record and the one before, hex
 */
public record Entry(long number, Instant at, long sinceStartNanos, Event event, String hash) {}
