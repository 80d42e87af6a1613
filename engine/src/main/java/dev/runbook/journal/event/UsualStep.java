package dev.runbook.journal.event;

/**
 * How long a step of this run took in comparable earlier runs.
 *
 * @param count in how many of them it was ok
 */
public record UsualStep(String step, int count, long medianMs, long p90Ms) {}
