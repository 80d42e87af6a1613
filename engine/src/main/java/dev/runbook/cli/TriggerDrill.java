package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.environment.TriggerScenario;
import dev.runbook.journal.event.TriggerSample;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.ScenarioClock;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Baseline;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.Judgement;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.Severity;
import dev.runbook.trigger.Trigger;
import dev.runbook.watch.TriggerWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Breaks a lab that is up and waits until the triggers of a declaration have fired, on a clock that lets periods and
 * windows pass faster. Nothing is started and no message is sent; whether the runbook could be started is checked.
 */
final class TriggerDrill {
    /** How long the system may take to show a fault, in real time. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    /** How long a system that is not broken yet may take to be good, in real time. */
    private static final Duration FOR_GOOD_SAMPLES = Duration.ofSeconds(60);

    private final CliContext context;
    private final ReadRunbooks reader;
    private final Environment environment;
    private final Clock machine;
    private final Duration slack;
    private final Consumer<String> notice;

    TriggerDrill(CliContext context, ReadRunbooks reader, Environment environment, Consumer<String> notice) {
        this(context, reader, environment, Clock.system(), SLACK, notice);
    }

    /** @param slack how long the system may take to show the fault, in real time */
    TriggerDrill(
            CliContext context,
            ReadRunbooks reader,
            Environment environment,
            Clock machine,
            Duration slack,
            Consumer<String> notice) {
        this.context = context;
        this.reader = reader;
        this.environment = environment;
        this.machine = machine;
        this.slack = slack;
        this.notice = notice;
    }

    /**
     * @param breaks puts the faults in, once the triggers have seen the system without them
     * @return a verdict on each trigger of the declaration, in its order
     * @throws NotStartedException when a trigger is bad before anything is broken
     */
    List<TriggerVerdict> perform(TriggerScenario scenario, DeclaredTriggers declared, Runnable breaks) {
        List<DeclaredTriggers.Declared> expected =
                scenario.expected().stream().map(declared::find).toList();
        List<ReadTriggers> files = expected.stream()
                .map(one -> one.set().file())
                .distinct()
                .map(file -> reader.triggers(file, Optional.of(environment))) // a watch reads its file itself
                .toList();
        ScenarioClock clock = new ScenarioClock(machine, scenario.clock(), machine.wall());
        Firings firings = new Firings(machine, environment.secrets().masker());
        try (DrillEvaluation evaluation =
                DrillEvaluation.of(files, context, environment, clock, run -> false, notice, firings)) {
            List<Trigger> meant =
                    expected.stream().map(one -> trigger(evaluation, one)).toList();
            awaitQuiet(evaluation, meant, clock);
            collectBaselines(evaluation, meant, clock, firings);
            firings.broken();
            breaks.run();
            Duration most = meant.stream()
                    .map(DrillEvaluation::longest)
                    .max(Comparator.naturalOrder())
                    .orElseThrow()
                    .plus(slack.multipliedBy(scenario.clock()));
            Deadline deadline = Deadline.in(clock, most);
            evaluation.run(
                    () -> meant.stream().allMatch(trigger -> firings.of(trigger).isPresent()) || deadline.passed());
            List<TriggerVerdict> verdicts = new ArrayList<>();
            for (int i = 0; i < meant.size(); i++) {
                verdicts.add(verdict(scenario, expected.get(i), meant.get(i), meant, evaluation, firings, most));
            }
            return verdicts;
        }
    }

    private static Trigger trigger(DrillEvaluation evaluation, DeclaredTriggers.Declared declared) {
        return watch(evaluation, declared).set().triggers().stream()
                .filter(trigger -> trigger.name().equals(declared.name()))
                .findFirst()
                .orElseThrow();
    }

    private static TriggerWatch watch(DrillEvaluation evaluation, DeclaredTriggers.Declared declared) {
        return evaluation.watches().stream()
                .filter(watch -> watch.set().id().equals(declared.set().id()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Decision> decisions(DrillEvaluation evaluation, List<Trigger> meant) {
        return evaluation.watches().stream()
                .flatMap(watch -> watch.decisions().stream())
                .filter(decision -> meant.contains(decision.trigger()))
                .toList();
    }

    private void awaitQuiet(DrillEvaluation evaluation, List<Trigger> meant, Clock clock) {
        Deadline deadline = Deadline.in(clock.machine(), FOR_GOOD_SAMPLES);
        evaluation.run(() -> (evaluation.decided() && bad(evaluation, meant).isEmpty())
                || decisions(evaluation, meant).stream()
                        .anyMatch(decision -> decision.state().fired())
                || deadline.passed());
        String bad = String.join(", ", bad(evaluation, meant));
        if (!bad.isEmpty()) {
            throw new NotStartedException("before anything is broken, a trigger is bad already: " + bad);
        }
        if (!evaluation.decided()) {
            throw new NotStartedException("before anything is broken, the triggers have no samples");
        }
    }

    private static List<String> bad(DrillEvaluation evaluation, List<Trigger> meant) {
        return decisions(evaluation, meant).stream()
                .filter(decision -> decision.judgement() == Judgement.BAD)
                .map(decision -> "'" + decision.trigger().name() + "'")
                .toList();
    }

    /** Lets an hour of the scenario pass where a trigger compares with what is normal, which needs values of an hour. */
    private static void collectBaselines(
            DrillEvaluation evaluation, List<Trigger> meant, ScenarioClock clock, Firings firings) {
        List<String> kept = evaluation.watches().stream()
                .flatMap(watch -> watch.set().everyMeasurement())
                .filter(measurement -> measurement.baseline().isPresent())
                .map(Measurement::name)
                .toList();
        boolean needed =
                decisions(evaluation, meant).stream().anyMatch(decision -> decision.judgement() == Judgement.NO_DATA);
        if (kept.isEmpty() || !needed) {
            return;
        }
        for (int i = 0; i < Baseline.FEWEST; i++) {
            clock.skip(Baseline.APART);
            Map<String, Integer> before = kept.stream().collect(Collectors.toMap(name -> name, firings::samples));
            evaluation.run(() -> kept.stream().allMatch(name -> firings.samples(name) > before.get(name)));
        }
    }

    private TriggerVerdict verdict(
            TriggerScenario scenario,
            DeclaredTriggers.Declared declared,
            Trigger trigger,
            List<Trigger> meant,
            DrillEvaluation evaluation,
            Firings firings,
            Duration most) {
        Severity expected = meant.stream()
                .map(Trigger::severity)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<TriggerVerdict.Other> others = firings.fired().stream()
                .filter(other -> !meant.contains(other))
                .map(other -> new TriggerVerdict.Other(
                        other.name(), other.severity(), other.severity().compareTo(expected) < 0))
                .toList();
        Optional<Firings.Firing> firing = firings.of(trigger);
        String problem = firing.map(one -> problem(trigger, one, others))
                .orElseGet(() -> "did not fire within " + TimeText.of(most) + " of the clock at " + scenario.clock()
                        + "x" + values(watch(evaluation, declared), trigger));
        return new TriggerVerdict(
                trigger.name(),
                declared.set().id(),
                Optional.of(trigger.severity()),
                scenario.faults(),
                "",
                declared.effect(),
                problem.isEmpty(),
                firing.map(one -> detection(one, scenario.clock())),
                others,
                problem);
    }

    private static TriggerVerdict.Detection detection(Firings.Firing firing, int factor) {
        Decision decision = firing.decision();
        return new TriggerVerdict.Detection(
                factor,
                firing.badAfter().toMillis(),
                firing.detectedAfter().toMillis(),
                "",
                firing.parameters(),
                decision.state().samples().stream()
                        .map(sample -> new TriggerSample(sample.at(), sample.name(), sample.value()))
                        .toList(),
                decision.effect(),
                decision.reason());
    }

    /** Returns why a trigger that has fired is not as expected; empty if it is. */
    private String problem(Trigger trigger, Firings.Firing firing, List<TriggerVerdict.Other> others) {
        List<String> problems = new ArrayList<>();
        if (!firing.problem().isEmpty()) {
            problems.add(firing.problem());
        } else {
            trigger.start()
                    .flatMap(start -> StartCheck.problem(reader, environment, start, firing.parameters()))
                    .ifPresent(problems::add);
        }
        others.stream()
                .filter(TriggerVerdict.Other::moreSevere)
                .map(other -> "a more severe trigger fired: '" + other.trigger() + "' ("
                        + other.severity().word() + ")")
                .forEach(problems::add);
        return String.join("; ", problems);
    }

    /** Returns what the trigger has read last, and why a measurement had no result. */
    private static String values(TriggerWatch watch, Trigger trigger) {
        String read = watch.judge().judge(trigger).read().stream()
                .map(sample -> sample.name() + " " + sample.value()
                        + watch.judge()
                                .sample(sample.name())
                                .filter(one -> !one.good() && !one.cause().isEmpty())
                                .map(one -> " (" + one.cause() + ")")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return read.isEmpty() ? "" : "; measured last: " + read;
    }
}
