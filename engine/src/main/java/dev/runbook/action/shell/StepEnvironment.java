package dev.runbook.action.shell;

import dev.runbook.file.SystemPrograms;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environment variables of a step's processes: those of the engine without the ones that hold a secret, and a PATH
 * that includes the system folders, so that a step finds the same programs under cron as in a terminal. Another user
 * gets only the variables that describe the machine, because every process of that user can read them.
 */
final class StepEnvironment {
    private static final Set<String> OF_THE_MACHINE = Set.of("PATH", "LANG", "LANGUAGE", "TZ", "TERM");

    private StepEnvironment() {}

    /**
     * Removes the variables that the step must not have.
     *
     * @param secret the names of variables that hold secrets of the environment
     */
    static void restrict(Map<String, String> variables, Set<String> secret, Optional<OtherUser> user) {
        variables.keySet().removeAll(secret);
        variables.compute("PATH", (name, path) -> SystemPrograms.completed(path == null ? "" : path));
        if (user.isPresent()) {
            variables.keySet().removeIf(name -> !OF_THE_MACHINE.contains(name) && !name.startsWith("LC_"));
        }
    }
}
