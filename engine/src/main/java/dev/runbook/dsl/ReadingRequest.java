package dev.runbook.dsl;

import dev.runbook.environment.Environment;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.plan.ReadStakeholders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of evaluating a runbook.
 *
 * @param id the id that its path under the runbooks folder requires; empty for a file outside it
 * @param file the path of the file; templates are beside it
 * @param shownFile the file as shown in front of every message
 * @param arguments values by parameter name: text from the command line, or values of the parameter's own type
 * @param offered values of the runbook that follows this one; used for parameters of the same name
 * @param environment the environment to act on; empty when only the runbook is checked, and targets are not verified
 * then
 * @param now the instant {@code ago} counts from, fixed for the whole run
 * @param complete whether a required parameter without a value is a mistake (a run) or gets a placeholder (a check)
 * @param written the names in the file, with their positions
 * @param meter counts the work of planning
 * @param library reads the runbooks that this one follows or falls back to, and its stakeholders
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

    /** Finds other files by their id. */
    public interface Library {
        /** Denotes the id of the file that asks. */
        String THIS_FILE = "";

        /**
         * Reads another runbook for this one.
         *
         * @param offered values used for its parameters of the same name
         * @param given values that it must declare parameters for
         * @param meter counts the work of planning it
         * @throws dev.runbook.AuthorException when it does not exist, does not check, or leads back to this runbook
         */
        ReadRunbook read(String id, Map<String, Object> offered, Map<String, Object> given, WorkMeter meter);

        /**
         * Checks that a runbook exists which is named and not read.
         *
         * @throws dev.runbook.AuthorException when it does not exist
         */
        void find(String id);

        /**
         * Reads a file of stakeholders for this one.
         *
         * @param offered values used for its parameters of the same name
         * @throws dev.runbook.AuthorException when it does not exist, does not check, or leads back to this file
         */
        ReadStakeholders stakeholders(String id, Map<String, Object> offered, WorkMeter meter);
    }
}
