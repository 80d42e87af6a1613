package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Judgement;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.Trigger;
import dev.runbook.watch.Incident;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Breaks a system and waits until a trigger requests a runbook, evaluated as by {@code runbook watch}: with the same
 * periods, windows and precedence, but with a separate state. The request starts nothing, and no message is sent.
 */
final class DetectionDrill {
    /** How long the triggers of a system that is not broken yet may take for their first samples. */
    private static final Duration FOR_FIRST_SAMPLES = Duration.ofSeconds(60);

    private final CliContext context;
    private final ReadRunbooks reader;
    private final Environment environment;
    private final Duration slack;
    private final Consumer<String> notice;
    private final Clock clock = Clock.system();

    /** @param slack how much later than its window allows a trigger may fire: a fault takes time to show */
    DetectionDrill(
            CliContext context, ReadRunbooks reader, Environment environment, Duration slack, Consumer<String> notice) {
        this.context = context;
        this.reader = reader;
        this.environment = environment;
        this.slack = slack;
        this.notice = notice;
    }

    /** The trigger that has detected the fault, and the parameters that it gives the runbook. */
    record Detected(FiredTrigger trigger, Incident incident) {}

    /**
     * @param runbook the file of the runbook that a trigger must request; the triggers of its folder are evaluated
     * @param breaks puts the faults in, once the triggers have seen the system without them
     * @throws NotStartedException when no trigger requests the runbook in time, or one fires before the fault
     */
    Detected detect(Path runbook, Runnable breaks) {
        Path file = runbook.toAbsolutePath().normalize();
        List<ReadTriggers> files = TriggerFiles.below(file.getParent()).stream()
                .map(found -> reader.triggers(found, Optional.of(environment)))
                .filter(read -> !read.set().triggers().isEmpty())
                .toList();
        List<Trigger> meant = files.stream()
                .flatMap(read -> read.set().triggers().stream())
                .filter(trigger -> trigger.enabled() && starts(trigger, file))
                .toList();
        if (meant.isEmpty()) {
            throw new AuthorException("no trigger in " + file.getParent() + " starts " + file.getFileName() + " in '"
                    + environment.name() + "': --detect has nothing to wait for");
        }
        return watch(files, meant, file, breaks);
    }

    private static boolean starts(Trigger trigger, Path file) {
        return trigger.start()
                .filter(start -> start.file().toAbsolutePath().normalize().equals(file))
                .isPresent();
    }

    private Detected watch(List<ReadTriggers> files, List<Trigger> meant, Path file, Runnable breaks) {
        try (DrillEvaluation evaluation = DrillEvaluation.of(
                files, context, environment, clock, run -> false, notice, (watch, sample, decided) -> {})) {
            awaitFirstSamples(evaluation, meant);
            Instant broken = clock.wall();
            breaks.run();
            Duration most = longest(meant);
            notice.accept("broken; waiting for a trigger, at most " + TimeText.of(most) + " …");
            Deadline deadline = Deadline.in(clock, most);
            evaluation.run(() -> detected(evaluation, file).isPresent() || deadline.passed());
            Incident incident = detected(evaluation, file)
                    .orElseThrow(() -> new NotStartedException("not started: no trigger has requested "
                            + file.getFileName() + " within " + TimeText.of(most) + states(evaluation)));
            notice.accept("detected by " + incident.fired().describe());
            return new Detected(incident.fired().afterBreak(broken), incident);
        }
    }

    private void awaitFirstSamples(DrillEvaluation evaluation, List<Trigger> meant) {
        Deadline deadline = Deadline.in(clock, FOR_FIRST_SAMPLES);
        evaluation.run(() -> evaluation.decided() || deadline.passed());
        List<String> bad = evaluation.watches().stream()
                .flatMap(watch -> watch.decisions().stream())
                .filter(decision -> decision.judgement() == Judgement.BAD && meant.contains(decision.trigger()))
                .map(decision -> "'" + decision.trigger().name() + "'")
                .toList();
        if (!bad.isEmpty()) {
            throw new NotStartedException(
                    "not started: before anything is broken, a trigger is bad already: " + String.join(", ", bad));
        }
    }

    private static Optional<Incident> detected(DrillEvaluation evaluation, Path file) {
        return evaluation.requested().stream()
                .filter(incident -> incident.runbook().equals(file.toString()))
                .findFirst();
    }

    /** Returns the time in which the slowest trigger must have fired. */
    private Duration longest(List<Trigger> triggers) {
        return triggers.stream()
                .map(DrillEvaluation::longest)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(slack);
    }

    private static String states(DrillEvaluation evaluation) {
        String others = evaluation.requested().stream()
                .map(incident -> "'" + incident.trigger() + "' has requested "
                        + Path.of(incident.runbook()).getFileName())
                .collect(Collectors.joining(", "));
        String bad = evaluation.watches().stream()
                .flatMap(watch -> watch.decisions().stream())
                .filter(decision -> decision.judgement() != Judgement.GOOD)
                .map(decision -> "'" + decision.trigger().name() + "'")
                .collect(Collectors.joining(", "));
        return (others.isEmpty() ? "" : "; " + others)
                + (bad.isEmpty() ? "; every trigger is good" : "; not good: " + bad);
    }
}
