package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.environment.DeclaredDrills;
import dev.runbook.environment.DrillFile;
import dev.runbook.environment.DrillResult;
import dev.runbook.environment.DrillScenario;
import dev.runbook.environment.Environment;
import dev.runbook.environment.ExpectedChanges;
import dev.runbook.environment.LabLifecycle;
import dev.runbook.file.SourceFolder;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.Objective;
import dev.runbook.journal.event.Verdict;
import dev.runbook.model.RunView;
import dev.runbook.plan.Plan;
import dev.runbook.run.drill.Injection;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.value.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Performs the drills that a system's folder declares, each on a lab that has just been started: breaks what the
 * declaration says, runs the runbook, and compares its end, and what it changed in the lab, with the expected ones.
 */
final class DrillSuite {
    private static final Pattern LAB_VALUE = Pattern.compile("\\$\\{lab\\.(\\w+)}");
    /** How long the state of a lab may take after the end of a run to become what it is to be: pods end, caches expire. */
    private static final Duration SETTLES = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** One drill: starts a run in an environment whose lab is up. */
    @FunctionalInterface
    interface Start {
        /** Returns the exit code, and the run as far as it came. */
        Ended run(Path runbook, Map<String, String> parameters, List<Injection> injections, int clock);
    }

    /** Puts the faults in, waits for a trigger, and returns what starts the run that it has requested. */
    @FunctionalInterface
    interface Detection {
        Start detect(Path runbook, Runnable breaks);
    }

    /** The end of one run. */
    record Ended(int exitCode, Optional<RunView> run) {}

    private final Path folder;
    private final DeclaredDrills declared;
    private final Start start;
    private final Clock clock;
    private final Consumer<String> notice;
    private final SuiteCoverage coverage = new SuiteCoverage();
    private Detection detection = (runbook, breaks) -> {
        throw new AuthorException("nothing detects faults here");
    };
    private Optional<TriggerDrills> triggers = Optional.empty();
    /** Whether the operator interrupted a run: no further drill is started. */
    private boolean interrupted;

    private DrillSuite(Path folder, DeclaredDrills declared, Start start, Clock clock, Consumer<String> notice) {
        this.folder = folder;
        this.declared = declared;
        this.start = start;
        this.clock = clock;
        this.notice = notice;
    }

    /**
     * @param folder the folder of a system's runbooks, with its {@code drills.yaml}
     * @throws AuthorException when the declaration has a mistake
     */
    static DrillSuite in(Path folder, Start start, Clock clock, Consumer<String> notice) {
        DrillSuite suite = new DrillSuite(folder, DrillFile.read(folder), start, clock, notice);
        suite.runbooks();
        suite.scenarios().forEach(DrillSuite::injections);
        return suite;
    }

    DeclaredDrills declared() {
        return declared;
    }

    Path folder() {
        return folder;
    }

    List<DrillScenario> scenarios() {
        return declared.runbooks();
    }

    /**
     * Returns the faults that a declaration puts in the place of steps.
     *
     * @throws AuthorException when one has a mistake, or would end the engine that performs the drills
     */
    static List<Injection> injections(DrillScenario scenario) {
        return located(scenario, () -> {
            List<Injection> injections =
                    scenario.injections().stream().map(Injection::parse).toList();
            if (injections.stream().anyMatch(fault -> fault.kind() == Injection.Kind.CRASH)) {
                throw new AuthorException("'crash' ends the engine, which performs the other drills of the folder too");
            }
            return injections;
        });
    }

    /**
     * Finds the steps in whose place a declaration puts faults.
     *
     * @throws AuthorException when the runbook has no such step
     */
    static void checkInjections(DrillScenario scenario, Plan plan) {
        List<Injection> injections = injections(scenario);
        located(scenario, () -> Injection.found(injections, List.of(plan)));
    }

    /** Adds the place of a declaration to its mistake. */
    private static <T> T located(DrillScenario scenario, Supplier<T> read) {
        try {
            return read.get();
        } catch (AuthorException mistake) {
            throw new AuthorException(scenario.at() + ": " + mistake.getMessage(), mistake);
        }
    }

    /** Sets how the drills with {@code detect: true} begin. */
    DrillSuite detectedBy(Detection how) {
        detection = how;
        return this;
    }

    /** Adds the triggers that start a runbook: the report says which of them a drill has made fire. */
    void covers(DeclaredTriggers triggers) {
        triggers.enabled()
                .forEach(trigger -> trigger.start().ifPresent(start -> coverage.add(start.runbook(), trigger.name())));
    }

    /** Sets what performs the drills of triggers. */
    DrillSuite with(TriggerDrills drills) {
        triggers = Optional.of(drills);
        return this;
    }

    /** Returns the files of the declared runbooks, each once. */
    List<Path> runbooks() {
        return scenarios().stream().map(this::file).distinct().toList();
    }

    /** Returns the file of a declared runbook. */
    Path file(DrillScenario scenario) {
        Path file = folder.resolveSibling(scenario.runbook() + ".groovy");
        if (!Files.isRegularFile(file)) {
            throw new AuthorException(
                    scenario.at() + ": there is no runbook '" + scenario.runbook() + "': no file " + file);
        }
        return located(
                scenario, () -> SourceFolder.of(folder.resolve(DrillFile.NAME)).inside(file));
    }

    /**
     * Performs all drills.
     *
     * @throws AuthorException when the environment has no lab, or the lab does not have a declared fault
     * @throws NotStartedException when the lab is up: the drills would restart it
     */
    SuiteReport perform(Environment environment, LabLifecycle labs) {
        String lab = lab(environment);
        DrillLab.checkFaults(declared, labs.faults(lab), lab);
        if (labs.isUp(lab)) {
            throw new NotStartedException(
                    "not started: the lab " + lab + " is up, and each drill of a folder starts a new one;"
                            + " stop it first: runbook lab stop " + lab);
        }
        List<SuiteReport.Drill> drills = new ArrayList<>();
        for (DrillScenario scenario : scenarios()) {
            notice.accept("drill " + (drills.size() + 1) + " of " + scenarios().size() + ": " + scenario.runbook()
                    + ", broken: " + SuiteReport.broken(scenario.faults(), scenario.injections()) + ", expected: "
                    + scenario.expected().word());
            SuiteReport.Drill drill = perform(scenario, labs, lab);
            drills.add(drill);
            notice.accept(drill.state().describe());
            if (interrupted) {
                break;
            }
        }
        List<TriggerVerdict> verdicts = interrupted
                ? List.of()
                : triggers.map(those -> those.perform(labs, lab)).orElse(List.of());
        verdicts.stream()
                .filter(verdict ->
                        verdict.asExpected() && !verdict.effect().starts().isEmpty())
                .forEach(verdict -> coverage.exercised(verdict.effect().starts(), verdict.trigger()));
        return SuiteReport.of(folder.getFileName().toString(), environment.name(), drills, coverage.coverage())
                .with(verdicts, triggers.map(TriggerDrills::notDrilled).orElse(List.of()));
    }

    /** Returns the lab of the environment. */
    static String lab(Environment environment) {
        return environment
                .lab()
                .orElseThrow(
                        () -> new AuthorException("the drills of a folder break things: they need an environment with a"
                                + " lab, and '" + environment.name() + "' has none"));
    }

    private SuiteReport.Drill perform(DrillScenario scenario, LabLifecycle labs, String lab) {
        try {
            labs.start(lab);
            Map<String, String> before = labs.snapshot(lab);
            checkParts(scenario, before.keySet(), lab);
            AtomicReference<Map<String, String>> broken = new AtomicReference<>(before);
            Start begins = broken(scenario, () -> {
                scenario.faults().forEach(fault -> labs.breakIt(lab, fault));
                broken.set(labs.snapshot(lab));
            });
            Ended ended = begins.run(
                    file(scenario), parameters(scenario, labs.state(lab)), injections(scenario), scenario.clock());
            ended.run().ifPresent(coverage::add);
            interrupted = ended.exitCode() == ExitCode.INTERRUPTED.number()
                    || ended.exitCode() == ExitCode.TERMINATED.number();
            StateChanges state = interrupted || result(ended.exitCode()) == DrillResult.NOT_COMPLETED
                    ? StateChanges.NONE
                    : settled(() -> StateChanges.between(before, broken.get(), labs.snapshot(lab), scenario.changes()));
            return judged(scenario, ended, state);
        } catch (AuthorException | EngineException notStarted) {
            return drill(
                    scenario, DrillResult.NOT_COMPLETED, Optional.empty(), StateChanges.NONE, notStarted.getMessage());
        } finally {
            labs.stop(lab);
        }
    }

    /** Compares until the state is as declared, or has had the time to become so. */
    private StateChanges settled(Supplier<StateChanges> compared) {
        Deadline until = Deadline.in(clock, SETTLES);
        while (true) {
            StateChanges state = compared.get();
            if (state.asExpected() || until.passed()) {
                return state;
            }
            try {
                clock.sleep(LOOK);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return state;
            }
        }
    }

    private static void checkParts(DrillScenario scenario, Set<String> parts, String lab) {
        for (String name : scenario.changes().must()) {
            if (parts.stream().noneMatch(part -> ExpectedChanges.names(name, part))) {
                throw new AuthorException(scenario.at() + ": the state of the lab " + lab + " has no part '" + name
                        + "'"
                        + Suggestion.didYouMean(name, List.copyOf(parts))
                                .map(hint -> ", " + hint)
                                .orElse("")
                        + "; there are: " + String.join(", ", parts));
            }
        }
    }

    private Start broken(DrillScenario scenario, Runnable breaks) {
        if (scenario.detect()) {
            return detection.detect(file(scenario), breaks);
        }
        breaks.run();
        return start;
    }

    /** Returns the parameters that are known before the lab is up. */
    static Map<String, String> constants(DrillScenario scenario) {
        Map<String, String> constants = new HashMap<>(scenario.parameters());
        constants.values().removeIf(value -> LAB_VALUE.matcher(value).find());
        return constants;
    }

    private static Map<String, String> parameters(DrillScenario scenario, Map<String, String> state) {
        Map<String, String> parameters = new HashMap<>();
        scenario.parameters().forEach((name, value) -> {
            StringBuilder filled = new StringBuilder();
            Matcher references = LAB_VALUE.matcher(value);
            while (references.find()) {
                String known = Optional.ofNullable(state.get(references.group(1)))
                        .orElseThrow(() -> new AuthorException(scenario.at() + ": the lab has no value '"
                                + references.group(1) + "'; it has: " + String.join(", ", state.keySet())));
                references.appendReplacement(filled, Matcher.quoteReplacement(known));
            }
            parameters.put(name, references.appendTail(filled).toString());
        });
        return parameters;
    }

    private static SuiteReport.Drill judged(DrillScenario scenario, Ended ended, StateChanges state) {
        String problem = ended.run()
                .map(run ->
                        run.cause().isEmpty() ? String.join(", ", run.trace().failed()) : run.cause())
                .orElse("");
        return drill(scenario, result(ended.exitCode()), ended.run(), state, problem);
    }

    private static DrillResult result(int exitCode) {
        if (exitCode == ExitCode.OK.number()) {
            return DrillResult.SUCCEEDED;
        }
        if (exitCode == ExitCode.OBJECTIVE_MISSED.number()) {
            return DrillResult.OBJECTIVE_MISSED;
        }
        if (exitCode == ExitCode.FELL_BACK.number()) {
            return DrillResult.FELL_BACK;
        }
        return exitCode == ExitCode.FAILED.number() ? DrillResult.FAILED : DrillResult.NOT_COMPLETED;
    }

    private static SuiteReport.Drill drill(
            DrillScenario scenario, DrillResult ended, Optional<RunView> run, StateChanges state, String problem) {
        Optional<Verdict> rto = run.stream()
                .flatMap(view -> view.verdicts().stream())
                .filter(verdict -> verdict.objective() == Objective.RTO
                        && verdict.runbook().isEmpty())
                .findFirst();
        return new SuiteReport.Drill(
                scenario.runbook(),
                scenario.faults(),
                scenario.injections(),
                scenario.expected(),
                ended,
                ended == scenario.expected() && state.asExpected(),
                scenario.clock(),
                run.map(view -> view.started().run()).orElse(""),
                run.map(RunView::endMs).orElse(0L),
                rto.map(Verdict::targetMs).orElse(-1L),
                rto.map(Verdict::actualMs).orElse(-1L),
                state,
                problem);
    }
}
