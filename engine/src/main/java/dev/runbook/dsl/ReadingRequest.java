package dev.runbook.dsl;

import dev.runbook.environment.Environment;
import dev.runbook.plan.ReadRunbook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a runbook is read with.
 *
 * @param id the id its place under the runbooks folder asks for; empty when it stands elsewhere
 * @param file where it stands; templates are beside it
 * @param shownFile the file as people know it, in front of every message
 * @param arguments values by parameter name: text from the command line, or values of the parameter's own type
 * @param offered values of the runbook that follows this one; taken where a parameter has the same name
 * @param environment what it acts on; empty when only the runbook itself is checked, and targets are then taken on trust
 * @param now the instant {@code ago} counts from, fixed for the whole run
 * @param complete whether a required parameter without a value is a mistake (a run) or is stood in for (a check)
 * @param written the names the file says, with their places
 * @param meter counts the work of planning
 * @param library reads the runbooks this one follows or falls back to
 */
public record ReadingRequest(
        Optional<String> id,
        Path file,
        String shownFile,
        String text,
        Map<String, Object> arguments,
        Map<String, Object> offered,
        Optional<Environment> environment,
        Instant now,
        boolean complete,
        List<NamePosition> written,
        WorkMeter meter,
        Library library) {

    /** Finds other runbooks by their id. */
    @FunctionalInterface
    public interface Library {
        /**
         * Reads another runbook for this one.
         *
         * @param offered values it may take where it declares a parameter of that name
         * @param given values it must declare a parameter for
         * @param meter counts the work of planning it
         * @throws dev.runbook.AuthorException when there is none, it does not check, or it leads back here
         */
        ReadRunbook read(String id, Map<String, Object> offered, Map<String, Object> given, WorkMeter meter);
    }
}
