package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.RunFolder;
import dev.runbook.run.RunListener;
import dev.runbook.run.RunRequest;
import dev.runbook.run.resume.Resumption;
import dev.runbook.terminal.Terminal;
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
    private final StepDecisionOptions decisions = new StepDecisionOptions();
    private final RecordedRunOptions recorded = new RecordedRunOptions();
    private final CliOption<Boolean> yes = CliOption.flag("--yes", "Do not ask before a production environment.");
    private final CliOption<Boolean> adopt = CliOption.flag(
            "--adopt",
            "Leave processes of the dead engine running, with their steps treated as done by --skip; without it they are stopped.");
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
                .command(this, run, reason, decisions, recorded, yes, adopt, locks, everyday);
    }

    @Override
    public Integer call() {
        Resumption said = decisions.decision();
        Resumption decision = adopt.value() ? said.adopting() : said;
        RunFolder folder = context.runs().find(run.value());
        RecordedRun read = recorded.read(context, folder);
        return new MonitoredRun(context, read.environment(), read.file())
                .perform(monitor -> resume(folder, read, decision, monitor));
    }

    private int resume(RunFolder folder, RecordedRun recordedRun, Resumption decision, RunListener monitor) {
        RunRequest request = recordedRun.request(context);
        if (recordedRun.production() && !yes.value()) {
            new ProductionConfirmation(context.terminal())
                    .ask(
                            "Resume " + folder.id() + " of "
                                    + request.runbook().plan().id(),
                            request.runbook().plan(),
                            request.environment());
        }
        String why = why(folder);
        return new RunSession(context, everyday, faults, locks)
                .watchedBy(monitor)
                .after(folder.read().entries())
                .perform((engine, wait, listener, control) ->
                        engine.resume(folder.id(), request, decision.because(why), wait, listener, control));
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
}
