package dev.runbook.action.sql.database;

/**
 * A way in which a URL weakens protection on the network.
 *
 * @param effect what it allows an attacker to do
 * @param cure what to write instead
 */
record UrlWeakness(String effect, String cure) {}
