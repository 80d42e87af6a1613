package dev.runbook.lab;

/**
 * One line of {@code runbook lab status}.
 *
 * @param where its address, or a file
 * @param note its state, or what belongs to it
 */
public record PartStatus(String part, String where, String note) {}
