package dev.runbook.environment;

/**
 * A line of an environment file, for problems found in it later.
 *
 * @param line from 1
 */
public record FileLine(String file, int line) {}
