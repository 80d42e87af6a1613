package dev.runbook.journal.event;

/**
 * The runbook of a run.
 *
 * @param file its absolute path, so that a resume finds it again
 */
public record RunbookInfo(String id, String description, String owner, String file) {}
