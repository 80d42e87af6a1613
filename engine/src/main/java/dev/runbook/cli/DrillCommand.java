package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Selection;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.RunListener;
import dev.runbook.run.RunRequest;
import dev.runbook.run.drill.Injection;
import dev.runbook.run.lock.NotStartedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Runs runbooks in a non-production environment, and reports whether each objective was met. */
final class DrillCommand implements Callable<Integer> {
    private final CliContext context;
    private final ErrorReporter faults;
    private final CliOption<List<String>> runbooks =
            CliOption.arguments("RUNBOOK", "Its id (system/name) or its file; several, one after the other.");
    private final TargetOptions target = new TargetOptions();
    private final CliOption<List<String>> inject = CliOption.repeatable(
            "--inject=STEP:FAULT",
            "Put a fault in the place of a step, of a forEach in every round: fail, timeout, crash or slow=30s. Repeatable.");
    private final SecretParameters secrets = new SecretParameters();
    private final SinceOption since = new SinceOption();
    private final LockOptions locks = LockOptions.ofDrill();
    private final EverydayOptions everyday = new EverydayOptions();

    DrillCommand(CliContext context, ErrorReporter faults) {
        this.context = context;
        this.faults = faults;
    }

    /** The command line definition. */
    CommandSpec spec() {
        return new CommandPage("drill", "Runs runbooks for real, in any place but production.")
                .paragraph(
                        "Runs runbooks for real, in any place but production, and reports whether each objective was met.")
                .paragraph(
                        "Touches what the environment names; refuses an environment with production: true. Messages are marked [DRILL]. "
                                + "Where the environment is a lab, the lab is started if it is down, and stopped again afterwards; a lab that is "
                                + "up (perhaps broken on purpose) is used as it is and left up. A required parameter that is not given takes its example.")
                .examples(
                        "runbook drill erpgo/immediate-rollback -e lab",
                        "runbook drill erpgo/immediate-rollback erpgo/database-pitr -e lab",
                        "runbook drill erpgo/immediate-rollback -e lab --inject 'Stop traffic to green:fail'",
                        "runbook drill erpgo/database-pitr -e lab --since 2026-11-21T09:30:00Z")
                .exitCodes(
                        "Exit codes, of the first runbook that failed or missed an objective:",
                        "  0  no objective was missed          3  succeeded, but an objective was missed",
                        "  1  the runbook failed               4  fell back to another runbook, which succeeded",
                        "  2  nothing was started: usage, a    5  not started: a lock is held, or it is production",
                        "     file that does not check         130, 143  interrupted")
                .command(this, runbooks, target, secrets, inject, since, locks, everyday);
    }

    @Override
    public Integer call() {
        since.value();
        List<Injection> injections =
                inject.value().stream().map(Injection::parse).toList();
        List<Path> files = runbooks.value().stream()
                .map(named -> everyday.find(named, context))
                .toList();
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        List<Plan> plans = files.stream() // all mistakes before the first action
                .map(file -> read(reader, file, environment(reader, file)).plan())
                .toList();
        List<Injection> found = Injection.found(injections, plans);
        files.stream()
                .map(file -> environment(reader, file))
                .collect(Collectors.toMap(Environment::name, one -> one, (one, same) -> one))
                .values()
                .forEach(place -> OverdueDrills.report(context, place));
        int exit = ExitCode.OK.number();
        for (Path file : files) {
            int code = drill(reader, file, found);
            exit = exit == ExitCode.OK.number() ? code : exit;
            if (code == ExitCode.INTERRUPTED.number() || code == ExitCode.TERMINATED.number()) {
                return code;
            }
        }
        return exit;
    }

    private int drill(ReadRunbooks reader, Path file, List<Injection> injections) {
        Environment environment = environment(reader, file);
        return new MonitoredRun(context, environment, file)
                .perform(monitor -> new DrillLab(notice())
                        .under(environment, () -> drill(reader, file, environment, injections, monitor)));
    }

    private int drill(
            ReadRunbooks reader, Path file, Environment environment, List<Injection> injections, RunListener monitor) {
        ReadRunbook read = read(reader, file, environment);
        secrets.give(read.plan(), environment.secrets(), context);
        Preflight.of(read.plan(), environment);
        RunRequest request = new RunRequest(
                read,
                environment,
                Mode.DRILL,
                context.who(),
                since.value(),
                Optional.empty(),
                Selection.WHOLE,
                injections.stream().filter(fault -> fault.isIn(read.plan())).toList(),
                Versions.all());
        return new RunSession(context, everyday, faults, locks)
                .watchedBy(monitor)
                .run(request);
    }

    private Consumer<String> notice() {
        return everyday.quiet() || everyday.json()
                ? line -> {}
                : context.terminal().out()::println;
    }

    private Environment environment(ReadRunbooks reader, Path file) {
        Environment environment = reader.environment(target.environment(), file);
        if (environment.production()) {
            throw new NotStartedException("not started: a drill acts for real, and '" + environment.name()
                    + "' is production: drill in another environment");
        }
        return environment;
    }

    private ReadRunbook read(ReadRunbooks reader, Path file, Environment environment) {
        Map<String, Object> arguments = new HashMap<>(target.arguments(context.directory(), reader::trusted));
        for (Parameter parameter :
                reader.toPlan(file, arguments, environment).plan().parameters()) {
            if (parameter.required()) {
                parameter.example().ifPresent(example -> arguments.putIfAbsent(parameter.name(), example));
            }
        }
        return reader.toRun(file, arguments, environment);
    }
}
