package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.DrillFile;
import dev.runbook.environment.Environment;
import dev.runbook.environment.LabLifecycle;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.Selection;
import dev.runbook.plan.Parameter;
import dev.runbook.plan.Plan;
import dev.runbook.plan.ReadRunbook;
import dev.runbook.run.RunRequest;
import dev.runbook.run.drill.Injection;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.time.Clock;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Runs runbooks in a non-production environment, and reports whether each objective was met. */
final class DrillCommand implements Callable<Integer> {
    private static final Pattern FACTOR = Pattern.compile("(\\d{1,6})x?");
    private static final int MOST = DrillFile.MOST_FASTER;

    private final CliContext context;
    private final ErrorReporter faults;
    private final CliOption<List<String>> runbooks = CliOption.arguments(
            "RUNBOOK",
            "Its id (system/name) or its file; several, one after the other. Or a folder of runbooks with a drills.yaml.");
    private final TargetOptions target = new TargetOptions();
    private final CliOption<List<String>> inject = CliOption.repeatable(
            "--inject=STEP:FAULT",
            "Put a fault in the place of a step, of a forEach in every round: fail, timeout, crash or slow=30s. Repeatable.");
    private final DetectOptions detect = new DetectOptions();
    private final CliOption<Optional<String>> clock = CliOption.option(
            "--clock=N",
            "Let waits of a fixed length pass N times faster, such as 60x: pauses, the time that a condition must hold, injected "
                    + "delays and silence. All times count them in full; commands run at real speed.");
    private final CliOption<Optional<String>> junit =
            CliOption.option("--junit=FILE", "For a folder: also write the verdicts as JUnit XML.");
    private final SecretParameters secrets = new SecretParameters();
    private final SinceOption since = new SinceOption();
    private final LockOptions locks = LockOptions.ofDrill();
    private final EverydayOptions everyday = new EverydayOptions();

    DrillCommand(CliContext context, ErrorReporter faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("drill", "Runs runbooks for real, in any place but production.")
                .paragraph(
                        "Runs runbooks for real, in any place but production, and reports whether each objective was met.")
                .paragraph(
                        "Touches what the environment names; refuses an environment with production: true. Messages are marked [DRILL]. "
                                + "Where the environment is a lab, the lab is started if it is down, and stopped again afterwards; a lab that is "
                                + "up (perhaps broken on purpose) is used as it is and left up. A required parameter that is not given takes its example.")
                .paragraph(
                        "With --detect the drill begins with the detection: the triggers of the runbook's folder are evaluated as by 'runbook watch', the lab is "
                                + "broken, and the run starts when a trigger requests the runbook, with the parameters that it gives. The verdict "
                                + "has the time from the fault to the decision, and from the first bad sample to the start of the RTO clock.")
                .paragraph(
                        "For a folder of runbooks it performs the drills that the folder's drills.yaml declares: each on a lab that is started "
                                + "for it and broken as declared. The table at the end compares how each run ended, and what it changed in the lab, with what was expected. "
                                + "Declared triggers follow: each must fire because of its fault, on a clock that lets windows pass faster, and its start must be possible; nothing is started for it. "
                                + "Exits with 0 if every drill ended as expected, otherwise with 1.")
                .examples(
                        "runbook drill erpgo/immediate-rollback -e lab",
                        "runbook drill erpgo/immediate-rollback erpgo/database-pitr -e lab",
                        "runbook drill erpgo/immediate-rollback -e lab --inject 'Stop traffic to green:fail'",
                        "runbook drill erpgo/immediate-rollback -e lab --detect --break green-crash",
                        "runbook drill erpgo/planned-rollback -e lab --clock 60x",
                        "runbook drill erpgo/database-pitr -e lab --since 2026-11-21T09:30:00Z",
                        "runbook drill runbooks/erpgo -e lab --junit drills.xml        every declared drill")
                .exitCodes(
                        "Exit codes, of the first runbook that failed or missed an objective:",
                        "  0  no objective was missed          3  succeeded, but an objective was missed",
                        "  1  the runbook failed               4  fell back to another runbook, which succeeded",
                        "  2  nothing was started: usage, a    5  not started: a lock is held, or it is production",
                        "     file that does not check         130, 143  interrupted")
                .command(this, runbooks, target, secrets, inject, detect, clock, since, junit, locks, everyday);
    }

    @Override
    public Integer call() {
        since.value();
        int factor = factor();
        detect.check();
        Optional<Path> folder = folder();
        if (folder.isPresent()) {
            return drillAll(folder.get());
        }
        if (junit.value().isPresent()) {
            throw new AuthorException("--junit is for the drills of a folder, such as runbooks/erpgo");
        }
        List<Injection> injections =
                inject.value().stream().map(Injection::parse).toList();
        List<Path> files = runbooks.value().stream()
                .map(named -> everyday.find(named, context))
                .toList();
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        List<Plan> plans = files.stream() // all mistakes before the first action
                .map(file -> read(
                                reader,
                                file,
                                target.arguments(context.directory(), reader::trusted),
                                environment(reader, file))
                        .plan())
                .toList();
        List<Injection> found = Injection.found(injections, plans);
        files.stream()
                .map(file -> environment(reader, file))
                .collect(Collectors.toMap(Environment::name, one -> one, (one, same) -> one))
                .values()
                .forEach(place -> OverdueDrills.report(context, place));
        int exit = ExitCode.OK.number();
        for (Path file : files) {
            int code = drill(reader, file, found, factor);
            exit = exit == ExitCode.OK.number() ? code : exit;
            if (code == ExitCode.INTERRUPTED.number() || code == ExitCode.TERMINATED.number()) {
                return code;
            }
        }
        return exit;
    }

    private int factor() {
        return clock.value()
                .map(text -> {
                    Matcher matcher = FACTOR.matcher(text);
                    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
                    if (number < 1 || number > MOST) {
                        throw new AuthorException("--clock '" + text + "': write how many times faster, 1x to " + MOST
                                + "x, such as 60x");
                    }
                    return number;
                })
                .orElse(1);
    }

    /** Returns the folder of runbooks, if one is given. */
    private Optional<Path> folder() {
        List<Path> folders = runbooks.value().stream()
                .map(context.directory()::resolve)
                .map(Path::normalize)
                .filter(Files::isDirectory)
                .toList();
        if (folders.isEmpty()) {
            return Optional.empty();
        }
        if (runbooks.value().size() > 1) {
            throw new AuthorException("give one folder of runbooks alone, or runbooks");
        }
        if (!target.arguments(context.directory(), UnaryOperator.identity()).isEmpty()
                || !inject.value().isEmpty()
                || detect.given()
                || clock.value().isPresent()
                || since.value().isPresent()) {
            throw new AuthorException(
                    "-p, --params, --inject, --detect, --clock and --since are for one runbook; for a folder, drills.yaml has them");
        }
        return Optional.of(folders.get(0));
    }

    /** Performs the declared drills of a folder; returns 0 if each ended as expected. */
    private int drillAll(Path folder) {
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        DrillSuite suite = DrillSuite.in(
                        folder,
                        (file, parameters, injections, factor) ->
                                start(reader, file, parameters, injections, factor, Optional.empty()),
                        Clock.system(),
                        notice())
                .detectedBy((runbook, breaks) -> {
                    DetectionDrill.Detected by = DetectOptions.drill(
                                    context, reader, environment(reader, runbook), notice())
                            .detect(runbook, breaks);
                    return (file, parameters, injections, factor) ->
                            start(reader, file, parameters, injections, factor, Optional.of(by));
                });
        Path declared = folder.resolve(DrillFile.NAME);
        Environment environment = environment(reader, declared);
        LabLifecycle labs = DrillLab.labs(environment, DrillSuite.lab(environment));
        DrillsCheck.steps(suite, reader, environment); // all mistakes before the first drill
        DeclaredTriggers triggers = DrillsCheck.triggers(suite, reader, Optional.of(environment));
        suite.covers(triggers);
        suite.with(new TriggerDrills(
                suite.declared(),
                triggers,
                (scenario, breaks) -> new TriggerDrill(context, reader, environment(reader, declared), notice())
                        .perform(scenario, triggers, breaks), // each lab has different secrets
                new FollowUpDrill(context, reader, environment, notice())::perform,
                notice()));
        SuiteReport report = suite.perform(environment, labs);
        junit.value().ifPresent(file -> write(context.directory().resolve(file), new JUnitReport(report).xml()));
        if (everyday.json()) {
            context.terminal().out().print(report.json());
        } else if (!everyday.quiet() || !report.asExpected()) {
            context.terminal().out().print("\n" + report.text());
        }
        return report.asExpected() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private DrillSuite.Ended start(
            ReadRunbooks reader,
            Path file,
            Map<String, String> parameters,
            List<Injection> injections,
            int factor,
            Optional<DetectionDrill.Detected> detected) {
        Environment environment = environment(reader, file);
        RunSession session = new RunSession(context, everyday, faults, locks);
        if (everyday.json() || everyday.quiet()) {
            session.withoutOutput();
        }
        int exit = new MonitoredRun(context, environment, file)
                .perform(monitor -> session.watchedBy(monitor)
                        .run(triggered(
                                detected,
                                parameters,
                                all -> request(
                                        file,
                                        all,
                                        environment,
                                        factor,
                                        plan -> Injection.found(injections, List.of(plan))))));
        return new DrillSuite.Ended(exit, session.view());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new AuthorException("cannot write " + file + ": " + FileReason.of(failure), failure);
        }
    }

    private int drill(ReadRunbooks reader, Path file, List<Injection> injections, int factor) {
        Environment environment = environment(reader, file);
        String id = detect.given()
                ? reader.toPlan(file, Map.of(), environment).plan().id()
                : "";
        detect.check(file, id, environment);
        return new MonitoredRun(context, environment, file)
                .perform(monitor -> new DrillLab(notice()).under(environment, () -> {
                    Optional<DetectionDrill.Detected> detected =
                            detect.detected(context, reader, file, id, environment, notice());
                    Map<String, String> arguments = target.arguments(context.directory(), reader::trusted);
                    return new RunSession(context, everyday, faults, locks)
                            .watchedBy(monitor)
                            .run(triggered(
                                    detected,
                                    arguments,
                                    all -> request(
                                            file,
                                            all,
                                            environment,
                                            factor,
                                            plan -> injections.stream()
                                                    .filter(fault -> fault.isIn(plan))
                                                    .toList())));
                }));
    }

    /** Makes a request of a trigger, if one has detected the fault: with its parameters, unless others are given. */
    private static RunRequest triggered(
            Optional<DetectionDrill.Detected> detected,
            Map<String, String> arguments,
            Function<Map<String, String>, RunRequest> request) {
        Map<String, String> all = new HashMap<>();
        detected.ifPresent(by -> all.putAll(by.incident().parameters()));
        all.putAll(arguments);
        RunRequest asked = request.apply(all);
        return detected.map(by -> asked.triggeredBy(by.trigger())).orElse(asked);
    }

    /** Reads the runbook again: a default such as {@code 4.minutes.ago} counts from the start of each drill. */
    private RunRequest request(
            Path file,
            Map<String, String> arguments,
            Environment environment,
            int factor,
            Function<Plan, List<Injection>> injections) {
        ReadRunbook read = read(ReadRunbooks.toAct(context), file, arguments, environment);
        secrets.give(read.plan(), environment.secrets(), context);
        Preflight.of(read.plan(), environment);
        return new RunRequest(
                read,
                environment,
                Mode.DRILL,
                context.who(),
                since.value(),
                Optional.empty(),
                Selection.WHOLE,
                injections.apply(read.plan()),
                factor,
                Versions.all());
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

    /** Reads a runbook for a drill: a required parameter that is not given takes its example. */
    private static ReadRunbook read(
            ReadRunbooks reader, Path file, Map<String, String> given, Environment environment) {
        Map<String, Object> arguments = new HashMap<>(given);
        for (Parameter parameter :
                reader.toPlan(file, arguments, environment).plan().parameters()) {
            if (parameter.required()) {
                parameter.example().ifPresent(example -> arguments.putIfAbsent(parameter.name(), example));
            }
        }
        return reader.toRun(file, arguments, environment);
    }
}
