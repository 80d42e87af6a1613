package dev.runbook.action.shell;

import dev.runbook.file.SystemPrograms;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables the processes of a step start with: those of the engine without the ones a secret is kept in, and a PATH
 * with the system's folders, so that a step finds the same programs under cron as in a terminal. Another user gets only
 * the variables that describe the machine, since everything of that user can read a process's variables.
 */
final class StepEnvironment {
    private static final Set<String> OF_THE_MACHINE = Set.of("PATH", "LANG", "LANGUAGE", "TZ", "TERM");

    private StepEnvironment() {}

    /**
     * Takes out of the engine's variables what the step is not to have.
     *
     * @param secret the names of variables that secrets of the environment are kept in
     */
    static void restrict(Map<String, String> variables, Set<String> secret, Optional<OtherUser> user) {
        variables.keySet().removeAll(secret);
        variables.compute("PATH", (name, path) -> SystemPrograms.completed(path == null ? "" : path));
        if (user.isPresent()) {
            variables.keySet().removeIf(name -> !OF_THE_MACHINE.contains(name) && !name.startsWith("LC_"));
        }
    }
}
