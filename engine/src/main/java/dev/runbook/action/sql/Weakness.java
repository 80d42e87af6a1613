package dev.runbook.action.sql;

/**
 * A way in which a URL gives up protection on the network.
 *
 * @param effect what it lets others do
 * @param cure what to write instead
 */
record Weakness(String effect, String cure) {}
