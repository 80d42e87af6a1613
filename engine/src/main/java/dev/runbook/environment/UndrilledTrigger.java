package dev.runbook.environment;

import java.util.Optional;

/**
 * A trigger that no drill can make fire.
 *
 * @param in the id of the file that declares it; empty where only one file of the folder has a trigger of this name
 * @param reason why, for people
 * @param at the place of the declaration, {@code file:line}
 */
public record UndrilledTrigger(String name, Optional<String> in, String reason, String at) {}
