package dev.runbook.trigger;

/**
 * One value that contributed to a decision, for the record.
 *
 * @param at when it was measured, an ISO text
 * @param value masked
 */
public record DecidingSample(String at, String name, String value) {}
