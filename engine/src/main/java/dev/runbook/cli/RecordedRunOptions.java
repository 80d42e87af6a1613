package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunLifecycle;
import dev.runbook.journal.event.RunStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What the journal does not say about a run that another engine process takes over. */
final class RecordedRunOptions implements CommandInput {
    private final CliOption<Optional<String>> environment =
            CliOption.option("-e, --environment=ENV", "The run's environment, if its file was moved.");
    private final CliOption<Optional<String>> runbook =
            CliOption.option("--runbook=FILE", "The run's runbook, if its file was moved and its id leads nowhere.");
    private final CliOption<List<String>> parameters = CliOption.repeatable(
            "-p, --param=NAME=VALUE", "A parameter that is a secret or holds one: the journal hides it. Repeatable.");
    private final SecretParameters secrets = new SecretParameters();

    @Override
    public void addTo(CommandSpec command) {
        environment.addTo(command);
        runbook.addTo(command);
        parameters.addTo(command);
        secrets.addTo(command);
    }

    /** @throws AuthorException when the run has no record, or its runbook or environment is not the same */
    RecordedRun read(CliContext context, RunFolder folder) {
        RunStarted started = started(folder);
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        Path file = file(context, started);
        Optional<String> place = environment.value().or(() -> environment(started));
        Environment where = reader.environment(place, file);
        mustBeTheSameEnvironment(started, where);
        return new RecordedRun(
                folder,
                started,
                reader,
                file,
                where,
                new KeptParameters(started, TargetOptions.typed(parameters.value())),
                secrets);
    }

    private Path file(CliContext context, RunStarted started) {
        RunbookFiles files = new RunbookFiles(context);
        if (runbook.value().isPresent()) {
            return files.find(runbook.value().get());
        }
        Path ran = Path.of(started.runbook().file());
        if (Files.isRegularFile(ran)) {
            return ran;
        }
        try {
            return files.find(started.runbook().id());
        } catch (AuthorException nowhere) {
            throw new AuthorException(
                    nowhere.getMessage() + "\n  --runbook FILE names the file it was run from", nowhere);
        }
    }

    /**
     * Checks that the environment is the same: a run is not continued in another place, nor in an environment that has
     * become production.
     */
    private static void mustBeTheSameEnvironment(RunStarted started, Environment where) {
        if (!where.name().equals(started.environment().name())) {
            throw new AuthorException(
                    "run " + started.run() + " cannot be resumed in '" + where.name() + "': it began in '"
                            + started.environment().name() + "'\n  -e names the file of '"
                            + started.environment().name()
                            + "', where it was moved");
        }
        if (where.production() && !started.environment().production()) {
            throw new AuthorException(
                    "run " + started.run() + " cannot be resumed: '" + where.name()
                            + "' is production now, and was not when it began\n  start a new run with --from the step to continue at");
        }
    }

    /**
     * Returns the file from which the environment was read, else its name, which leads to its file if runbook and environment
     * moved together.
     */
    private static Optional<String> environment(RunStarted started) {
        return Optional.of(started.environment().file())
                .filter(file -> Files.isRegularFile(Path.of(file)))
                .or(() -> Optional.of(started.environment().name()))
                .filter(name -> !name.equals(Environment.local().name()));
    }

    private static RunStarted started(RunFolder folder) {
        return folder.ends().started().orElseThrow(() -> new AuthorException(unbegun(folder)));
    }

    private static String unbegun(RunFolder folder) {
        RunLifecycle lifecycle = folder.lifecycle();
        return lifecycle.kind() == RunLifecycle.Kind.RUNNING
                ? "run " + folder.id() + " has no record yet: an engine is just beginning it"
                : lifecycle.dead();
    }
}
