package dev.runbook.compile;

import dev.runbook.environment.Environment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to read, and with what.
 *
 * @param file the runbook's file
 * @param arguments values by parameter name: texts as typed, or values of the parameter's own type
 * @param environment what it acts on; empty checks the runbook alone and takes the names of targets on trust
 * @param now the instant that {@code ago} counts from
 * @param complete whether a required parameter without a value is a mistake; a check stands in for it
 */
public record RunbookRequest(
        Path file, Map<String, ?> arguments, Optional<Environment> environment, Instant now, boolean complete) {
    public RunbookRequest {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments)); // a value may be null
    }

    /** To run it, or to plan a run: everything has to be there. */
    public static RunbookRequest toRun(Path file, Map<String, ?> arguments, Environment environment, Instant now) {
        return new RunbookRequest(file, arguments, Optional.of(environment), now, true);
    }

    /** To check it: what is not given is stood in for. */
    public static RunbookRequest toCheck(
            Path file, Map<String, ?> arguments, Optional<Environment> environment, Instant now) {
        return new RunbookRequest(file, arguments, environment, now, false);
    }
}
