package dev.runbook.cli;

/**
 * A trigger that no drill makes fire.
 *
 * @param file the id of the file that declares it
 * @param reason why, as declared; empty if the declaration does not mention the trigger
 */
public record NotDrilled(String trigger, String file, String reason) {}
