package dev.runbook.journal.event;

/** A record of a kind that only a newer engine knows: it is intact, and ignored by everything but a resume. */
public record UnknownRecord(String type) implements Event {}
