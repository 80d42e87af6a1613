package dev.runbook.journal.event;

/** The forecast exceeds the RTO: reported before the breach. */
public record AtRisk(long expectedMs, long rtoMs, String why) implements Event {}
