package dev.runbook.compile;

import dev.runbook.environment.Environment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to read a runbook.
 *
 * @param file the runbook's file
 * @param arguments values by parameter name: texts as typed, or values of the parameter's own type
 * @param environment the environment to act on; if empty, only the runbook is checked and target names are not verified
 * @param now the instant that {@code ago} counts from
 * @param complete whether a required parameter without a value is a mistake; a check uses a placeholder
 */
public record RunbookRequest(
        Path file, Map<String, ?> arguments, Optional<Environment> environment, Instant now, boolean complete) {
    public RunbookRequest {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments)); // a value may be null
    }

    /** Creates a request to run a runbook, or to plan a run: every value is required. */
    public static RunbookRequest toRun(Path file, Map<String, ?> arguments, Environment environment, Instant now) {
        return new RunbookRequest(file, arguments, Optional.of(environment), now, true);
    }

    /** Creates a request to check a runbook: missing values are replaced by placeholders. */
    public static RunbookRequest toCheck(
            Path file, Map<String, ?> arguments, Optional<Environment> environment, Instant now) {
        return new RunbookRequest(file, arguments, environment, now, false);
    }
}
