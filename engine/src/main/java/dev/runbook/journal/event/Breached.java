package dev.runbook.journal.event;

/** The RTO clock has passed the RTO. */
public record Breached(long elapsedMs, long rtoMs, String why) implements Event {}
