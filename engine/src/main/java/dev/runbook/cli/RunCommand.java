package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Selection;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.RunListener;
import dev.runbook.run.RunRequest;
import dev.runbook.run.people.RequestedRunbook;
import dev.runbook.run.state.StepSelection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a runbook. */
final class RunCommand implements Callable<Integer> {
    private final CliContext context;
    private final ErrorReporter faults;
    private final CliOption<String> runbook = CliOption.argument("RUNBOOK", "Its id (system/name) or its file.");
    private final TargetOptions target = new TargetOptions();
    private final SecretParameters secrets = new SecretParameters();
    private final CliOption<Boolean> yes = CliOption.flag("--yes", "Do not ask before a production environment.");
    private final CliOption<Optional<String>> incident =
            CliOption.hiddenOption("--incident=ID", "The incident of a trigger that starts this run.");
    private final SinceOption since = new SinceOption();
    private final CliOption<Optional<String>> from =
            CliOption.option("--from=STEP", "Begin with this step; those before it are recorded as skipped.");
    private final CliOption<List<String>> only = CliOption.repeatable("--only=STEP", "Run only this step. Repeatable.");
    private final LockOptions locks = LockOptions.ofRun();
    private final EverydayOptions everyday = new EverydayOptions();

    RunCommand(CliContext context, ErrorReporter faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("run", "Runs a runbook: the real thing.")
                .paragraph(
                        "Touches what the environment names: hosts, databases, services, and this machine. In an environment with "
                                + "production: true it asks for confirmation first. Checks everything and opens every secret before the first step; each "
                                + "event is on disk before the next thing happens.")
                .paragraph(
                        "Ctrl-C stops the running step, proves that it is gone, and ends the run as aborted; a second one ends at once. "
                                + "A session that drops does not end a run.")
                .examples(
                        "runbook run erpgo/immediate-rollback -e production -p reason='health check down'",
                        "runbook run erpgo/immediate-rollback -e staging -p reason=errors --since 2026-11-21T09:30:00Z",
                        "runbook run erpgo/database-pitr -e production --params incident.yaml --yes --quiet   from cron")
                .exitCodes()
                .command(this, runbook, target, secrets, yes, incident, since, from, only, locks, everyday);
    }

    @Override
    public Integer call() {
        return incident.value()
                .map(id -> new IncidentRun(context, id).perform(this::start))
                .orElseGet(() -> start(Map.of(), Optional.empty(), RunListener.none()));
    }

    /** @param given parameters beside those of the command line */
    private int start(Map<String, String> given, Optional<FiredTrigger> trigger, RunListener watcher) {
        Optional<Instant> outage = since.value();
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        Path file = everyday.find(runbook.value(), context);
        Environment environment = reader.environment(target.environment(), file);
        OverdueDrills.report(context, environment);
        return new MonitoredRun(context, environment, file)
                .perform(monitor -> new RunSession(context, everyday, faults, locks)
                        .watchedBy(monitor)
                        .watchedBy(watcher)
                        .run(request(reader, file, environment, outage, given, trigger)));
    }

    private RunRequest request(
            ReadRunbooks reader,
            Path file,
            Environment environment,
            Optional<Instant> outage,
            Map<String, String> given,
            Optional<FiredTrigger> trigger) {
        Map<String, String> arguments = new LinkedHashMap<>(given);
        arguments.putAll(target.arguments(context.directory(), reader::trusted));
        ReadRunbook read = RequestedRunbook.of(reader.toRun(file, arguments, environment), trigger);
        Selection selection = selection(read.plan());
        secrets.give(read.plan(), environment.secrets(), context);
        Preflight.of(read.plan(), environment);
        if (environment.production() && !yes.value()) {
            new ProductionConfirmation(context.terminal())
                    .ask("Run " + read.plan().id(), read.plan(), environment);
        }
        return new RunRequest(
                read, environment, Mode.RUN, context.who(), outage, trigger, selection, List.of(), 1, Versions.all());
    }

    private Selection selection(Plan plan) {
        if (!only.value().isEmpty() && from.value().isPresent()) {
            throw new AuthorException("--from and --only are two choices: give one");
        }
        if (!only.value().isEmpty()) {
            return StepSelection.only(plan, only.value());
        }
        return from.value().map(step -> StepSelection.from(plan, step)).orElse(Selection.WHOLE);
    }
}
