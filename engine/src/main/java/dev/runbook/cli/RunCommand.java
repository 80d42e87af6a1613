package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.Mode;
import dev.runbook.run.NotStartedException;
import dev.runbook.run.RunRequest;
import dev.runbook.run.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The real thing. */
@Command(
        name = "run",
        header = "Runs a runbook: the real thing.",
        description = {
            "",
            "Touches what the environment names: hosts, databases, services, and this machine. In an environment with "
                    + "production: true it asks first. Checks everything and opens every secret before the first step; each "
                    + "event is on disk before the next thing happens.",
            "",
            "Ctrl-C stops the running step, proves that it is gone, and ends the run as aborted; a second one ends at once. "
                    + "A session that drops does not end a run.",
            ""
        },
        parameterListHeading = "",
        optionListHeading = "",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  runbook run erpgo/immediate-rollback -e production -p reason='health check down'",
            "  runbook run erpgo/immediate-rollback -e staging --since 2026-11-21T09:30:00Z",
            "  runbook run erpgo/database-pitr -e production --params incident.yaml --yes --quiet   from cron",
            "",
            "Exit codes:",
            "  0  the promise was kept             3  succeeded, but a promise was broken",
            "  1  the runbook failed               4  fell back to another runbook, which succeeded",
            "  2  nothing was started: usage, a    5  not started: a lock is held, or refused",
            "     file that does not check         130, 143  interrupted"
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings around;
    private final Faults faults;

    @Parameters(paramLabel = "RUNBOOK", description = "Its id (system/name) or its file.")
    String runbook = "";

    @Mixin
    TargetOptions target = new TargetOptions();

    @Option(names = "--yes", description = "Do not ask before a production environment.")
    boolean yes;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description =
                    "When the outage began: the promise's clock counts from there. For example 2026-11-21T09:30:00Z.")
    Optional<Instant> since = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "STEP",
            description = "Begin with this step; those before it are skipped, and recorded so.")
    Optional<String> from = Optional.empty();

    @Option(names = "--only", paramLabel = "STEP", description = "Run only this step. Repeatable.")
    List<String> only = List.of();

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    RunCommand(Surroundings around, Faults faults) {
        this.around = around;
        this.faults = faults;
    }

    @Override
    public Integer call() {
        ReadRunbooks reader = new ReadRunbooks(around);
        Path file = new RunbookFiles(around).find(runbook);
        Environment environment = reader.environment(target.environment, file);
        ReadRunbook read = reader.toRun(file, target.arguments(around.directory()), environment);
        Selection selection = selection(read.plan());
        Preflight.of(read.plan(), environment);
        if (environment.production() && !yes) {
            confirm(read.plan(), environment);
        }
        RunRequest request =
                new RunRequest(read, environment, Mode.RUN, around.who(), since, selection, List.of(), Versions.all());
        return new Running(around, everyday, faults).run(request);
    }

    private Selection selection(Plan plan) {
        if (!only.isEmpty()) {
            return Selection.only(plan, only);
        }
        return from.map(step -> Selection.from(plan, step)).orElseGet(Selection::all);
    }

    private void confirm(Plan plan, Environment environment) {
        Terminal terminal = around.terminal();
        if (!terminal.asks()) {
            throw new NotStartedException("not started: '" + environment.name()
                    + "' is production and there is no terminal to ask on; --yes answers for you");
        }
        plan.description().ifPresent(text -> terminal.err().println(TerminalText.harmless(text)));
        String answer = terminal.ask("Run " + plan.id() + " in " + environment.name()
                        + " (production)? Type the environment's name to go on: ")
                .orElse("");
        if (!answer.equals(environment.name())) {
            throw new NotStartedException(
                    "not started: '" + TerminalText.harmless(answer) + "' is not '" + environment.name() + "'");
        }
    }
}
