package dev.runbook.journal.event;

/** A wait of the engine: between attempts, between polls, while a condition has to hold. */
public record Waiting(String step, String why, long forMs) implements Event {}
