package dev.runbook.journal.event;

/**
 * One value that contributed to the decision of a trigger.
 *
 * @param at when it was measured, an ISO text
 * @param name of the measurement or score
 */
public record TriggerSample(@IsoInstant String at, String name, String value) {}
