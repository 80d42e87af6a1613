package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.trigger.Start;
import java.util.Map;
import java.util.Optional;

/** Checks the start that a trigger requests as far as possible without acting. */
final class StartCheck {
    private StartCheck() {}

    /**
     * Reads and plans the runbook with the parameters of the request, and opens what the run needs.
     *
     * @return why the run could not be started; empty if it could
     */
    static Optional<String> problem(
            ReadRunbooks reader, Environment environment, Start start, Map<String, String> parameters) {
        try {
            Preflight.of(reader.toRun(start.file(), parameters, environment).plan(), environment);
            return Optional.empty();
        } catch (AuthorException refused) {
            return Optional.of("its runbook could not be started: " + refused.getMessage());
        }
    }
}
