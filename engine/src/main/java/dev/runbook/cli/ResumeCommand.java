package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunLifecycle;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.Selection;
import dev.runbook.journal.event.StepDecision;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.RunListener;
import dev.runbook.run.RunRequest;
import dev.runbook.run.people.RequestedRunbook;
import dev.runbook.run.resume.Resumption;
import dev.runbook.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Continues a run whose engine died, that was aborted, or that failed and whose cause is fixed. */
final class ResumeCommand implements Callable<Integer> {
    private final CliContext context;
    private final ErrorReporter faults;
    private final CliOption<String> run = CliOption.argument("RUN", "The run's id, a part of it, or 'last'.");
    private final CliOption<Optional<String>> reason = CliOption.option(
            "--reason=WHY", "Why the run is resumed, for the record. A run that failed is not resumed without it.");
    private final CliOption<Boolean> retry = CliOption.flag(
            "--retry", "Run a step that was interrupted or failed again, where the runbook leaves that to you.");
    private final CliOption<Boolean> skip =
            CliOption.flag("--skip", "Treat it as done, where the runbook leaves that to you.");
    private final CliOption<List<String>> retryStep =
            CliOption.repeatable("--retry-step=STEP", "Run this step again, whatever its probe would say. Repeatable.");
    private final CliOption<List<String>> skipStep =
            CliOption.repeatable("--skip-step=STEP", "Treat this step as done. Repeatable.");
    private final CliOption<Optional<String>> environment =
            CliOption.option("-e, --environment=ENV", "The run's environment, if its file was moved.");
    private final CliOption<Optional<String>> runbook =
            CliOption.option("--runbook=FILE", "The run's runbook, if its file was moved and its id leads nowhere.");
    private final CliOption<List<String>> parameters = CliOption.repeatable(
            "-p, --param=NAME=VALUE", "A parameter that is a secret or holds one: the journal hides it. Repeatable.");
    private final SecretParameters secrets = new SecretParameters();
    private final CliOption<Boolean> yes = CliOption.flag("--yes", "Do not ask before a production environment.");
    private final CliOption<Boolean> adopt = CliOption.flag(
            "--adopt",
            "Leave processes of the dead engine running, with their steps treated as done by --skip; without it they are stopped.");
    private final CliOption<Boolean> acceptChanged =
            CliOption.flag("--accept-changed", "Continue although the runbook has changed; this is recorded.");
    private final LockOptions locks = LockOptions.ofRun();
    private final EverydayOptions everyday = new EverydayOptions();

    ResumeCommand(CliContext context, ErrorReporter faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("resume", "Continues a run that was interrupted, aborted or failed.")
                .paragraph(
                        "Continues a run where it stopped, with its parameters, its values and its clock: steps that succeeded are never "
                                + "run again. A step that was in progress is run again if the runbook declares it repeatable; otherwise decide with --retry or --skip.")
                .paragraph(
                        "A run that failed continues at the failed step, after you have fixed its cause: the step gets its retries and its "
                                + "full budget, and its alreadyDone is evaluated first; of a step whose verify failed the action is not repeated. "
                                + "The time since the failure counts for the RTO. It is refused once steps were undone, a handler ran a "
                                + "step, or another runbook took over.")
                .paragraph(
                        "Touches what the run's environment names; in one with production: true it asks for confirmation. A runbook that has changed "
                                + "since is refused without --accept-changed: its plan is no longer that of the run.")
                .examples(
                        "runbook resume last",
                        "runbook resume last --reason 'the disk of db1 was full'   it failed: continue at the failed step",
                        "runbook resume 20261121-093000-kd --retry                run the interrupted step again",
                        "runbook resume 20261121-093000-kd --skip                 it is done: continue after it")
                .exitCodes("Exit codes: those of run")
                .command(
                        this,
                        run,
                        reason,
                        retry,
                        skip,
                        retryStep,
                        skipStep,
                        environment,
                        runbook,
                        parameters,
                        secrets,
                        yes,
                        adopt,
                        acceptChanged,
                        locks,
                        everyday);
    }

    @Override
    public Integer call() {
        if (retry.value() && skip.value()) {
            throw new AuthorException("--retry and --skip are two answers: give one");
        }
        RunFolder folder = context.runs().find(run.value());
        RunStarted started = started(folder);
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        Path file = file(started);
        Optional<String> place = environment.value().or(() -> environment(started));
        Environment where = reader.environment(place, file);
        mustBeTheSameEnvironment(started, where);
        return new MonitoredRun(context, where, file)
                .perform(monitor -> resume(folder, started, reader, file, where, monitor));
    }

    private int resume(
            RunFolder folder,
            RunStarted started,
            ReadRunbooks reader,
            Path file,
            Environment where,
            RunListener monitor) {
        KeptParameters kept = new KeptParameters(started, TargetOptions.typed(parameters.value()));
        ReadRunbook read = RequestedRunbook.of(reader.toRun(file, kept.whole(folder.id()), where), started.trigger());
        secrets.give(read.plan(), where.secrets(), context);
        Preflight.of(read.plan(), where);
        kept.mustBeTheSame(where.secrets().masker());
        if ((where.production() || started.environment().production()) && !yes.value()) {
            new ProductionConfirmation(context.terminal())
                    .ask("Resume " + folder.id() + " of " + read.plan().id(), read.plan(), where);
        }
        String why = why(folder);
        Mode mode = started.mode();
        RunRequest request = new RunRequest(
                read,
                where,
                mode,
                context.who(),
                Optional.empty(),
                Optional.empty(),
                Selection.WHOLE,
                List.of(),
                1, // the journal says how fast its clock runs
                Versions.all());
        return new RunSession(context, everyday, faults, locks)
                .watchedBy(monitor)
                .after(folder.read().entries())
                .perform((engine, wait, listener, control) ->
                        engine.resume(folder.id(), request, decision().because(why), wait, listener, control));
    }

    private Path file(RunStarted started) {
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

    /**
     * Returns the reason given by the operator; for a failed run the command prompts for it, because the record must contain
     * what was fixed.
     */
    private String why(RunFolder folder) {
        String given = reason.value().orElse("").strip();
        boolean failed =
                folder.read().end().filter(end -> end.trace().resumable()).isPresent();
        if (!failed || !given.isEmpty()) {
            return given;
        }
        Terminal terminal = context.terminal();
        return Optional.of(terminal)
                .filter(Terminal::asks)
                .flatMap(asked -> asked.ask("The run failed. What was fixed, for the record? "))
                .map(String::strip)
                .filter(answer -> !answer.isEmpty())
                .orElseThrow(() -> new AuthorException("run " + folder.id()
                        + " failed: say what was fixed, for the record\n  runbook resume " + folder.id()
                        + " --reason 'the disk was full'"));
    }

    private Resumption decision() {
        Resumption said = Resumption.undecided();
        if (retry.value() || skip.value()) {
            said = Resumption.all(retry.value() ? StepDecision.Kind.RETRY : StepDecision.Kind.SKIP);
        }
        for (String step : retryStep.value()) {
            said = said.but(step, StepDecision.Kind.RETRY);
        }
        for (String step : skipStep.value()) {
            said = said.but(step, StepDecision.Kind.SKIP);
        }
        said = adopt.value() ? said.adopting() : said;
        return acceptChanged.value() ? said.acceptingChanges() : said;
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
