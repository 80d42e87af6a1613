package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Selection;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.RunRequest;
import dev.runbook.run.people.RequestedRunbook;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run of the journal, with its runbook and environment as they are now.
 *
 * @param parameters those of the journal and those given again
 * @param secrets the texts of secret parameters
 */
record RecordedRun(
        RunFolder folder,
        RunStarted started,
        ReadRunbooks reader,
        Path file,
        Environment environment,
        KeptParameters parameters,
        SecretParameters secrets) {
    /** Returns whether the environment is production, or was when the run began. */
    boolean production() {
        return environment.production() || started.environment().production();
    }

    /**
     * Returns the request to continue the run; everything it needs is opened and checked.
     *
     * @throws dev.runbook.AuthorException when the runbook does not check, or something is missing
     */
    RunRequest request(CliContext context) {
        ReadRunbook runbook =
                RequestedRunbook.of(reader.toRun(file, parameters.whole(folder.id()), environment), started.trigger());
        secrets.give(runbook.plan(), environment.secrets(), context);
        Preflight.of(runbook.plan(), environment);
        parameters.mustBeTheSame(environment.secrets().masker());
        return new RunRequest(
                runbook,
                environment,
                started.mode(),
                context.who(),
                Optional.empty(),
                Optional.empty(),
                Selection.WHOLE,
                List.of(),
                1, // the journal says how fast its clock runs
                Versions.all());
    }
}
