package dev.runbook.journal.event;

/**
 * The environment of a run.
 *
 * @param file its absolute path; empty for {@code local}
 */
public record EnvironmentInfo(String name, boolean production, String file) {}
