package dev.runbook.environment;

import java.util.List;
import java.util.Optional;

/**
 * A trigger that a drill expects to fire, and what it then does.
 *
 * @param in the id of the file that declares it; empty where only one file of the folder has a trigger of this name
 * @param starts the runbook; empty where it starts none
 * @param asks the role that has to approve the start; empty where it begins at once
 * @param tells channels to which it sends a message, some or all of them
 * @param at the place of the declaration, {@code file:line}
 */
public record ExpectedTrigger(
        String name,
        Optional<String> in,
        Optional<String> starts,
        Optional<String> asks,
        List<String> tells,
        String at) {
    public ExpectedTrigger {
        tells = List.copyOf(tells);
    }
}
