package dev.runbook.cli;

import dev.runbook.environment.Environment;
import dev.runbook.journal.event.Mode;
import dev.runbook.time.Clock;
import dev.runbook.time.ScenarioClock;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.watch.EndedRun;
import dev.runbook.watch.EndedRuns;
import dev.runbook.watch.Incident;
import dev.runbook.watch.TriggerWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Follows the newest drill of a runbook on a clock that begins at its end and is moved forward, until a trigger of the
 * kind {@code after} requests its runbook. Nothing is started and no message is sent.
 */
final class FollowUpDrill {
    /** How often a watch looks for ended runs. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final CliContext context;
    private final ReadRunbooks reader;
    private final Environment environment;
    private final Consumer<String> notice;

    FollowUpDrill(CliContext context, ReadRunbooks reader, Environment environment, Consumer<String> notice) {
        this.context = context;
        this.reader = reader;
        this.environment = environment;
        this.notice = notice;
    }

    /**
     * @param runbooks whose runs are followed; empty for all that the trigger names
     * @return a verdict for each of them
     */
    List<TriggerVerdict> perform(DeclaredTriggers.Declared declared, List<String> runbooks) {
        return declared.followUp().orElseThrow().after().stream()
                .filter(after -> runbooks.isEmpty() || runbooks.contains(after.runbook()))
                .map(after -> verdict(declared, after))
                .toList();
    }

    private TriggerVerdict verdict(DeclaredTriggers.Declared declared, FollowUp.After after) {
        Optional<EndedRun> run = newest(after.runbook());
        Optional<Incident> requested = run.flatMap(ended -> request(declared, after, ended));
        String problem = problem(declared, after, run, requested);
        return new TriggerVerdict(
                declared.name(),
                declared.set().id(),
                Optional.empty(),
                List.of(),
                after.runbook(),
                declared.effect(),
                problem.isEmpty(),
                requested.map(incident -> detection(declared, run.orElseThrow(), incident)),
                List.of(),
                problem);
    }

    private Optional<EndedRun> newest(String runbook) {
        return new EndedRuns(context.runs(), environment.name(), start -> start.mode() == Mode.DRILL)
                .of(Set.of(runbook), Instant.EPOCH).stream().findFirst();
    }

    private Optional<Incident> request(DeclaredTriggers.Declared declared, FollowUp.After after, EndedRun run) {
        ReadTriggers read = reader.triggers(declared.set().file(), Optional.of(environment));
        ScenarioClock clock = new ScenarioClock(Clock.system(), 1, run.at());
        try (DrillEvaluation evaluation = DrillEvaluation.of(
                List.of(read),
                context,
                environment,
                clock,
                start -> start.run().equals(run.run()),
                notice,
                (watch, sample, decided) -> {})) {
            TriggerWatch watch = evaluation.watches().get(0);
            Duration passed = Duration.ZERO;
            for (Duration look : looks(read, after)) {
                if (requested(evaluation, declared).isEmpty()) {
                    clock.skip(look.minus(passed));
                    passed = look;
                    watch.checkRequested(); // what other triggers have requested meanwhile has started
                    watch.follow();
                }
            }
            return requested(evaluation, declared);
        }
    }

    /**
     * Returns when the watch looks, after the end of the run: at once, because a trigger follows only runs whose time comes
     * after it is first watched; when another trigger of the file has its time; and just before the time of this one, at it,
     * and after it.
     */
    private static NavigableSet<Duration> looks(ReadTriggers read, FollowUp.After after) {
        NavigableSet<Duration> looks = new TreeSet<>(List.of(
                Duration.ZERO,
                after.time().minus(LOOK),
                after.time(),
                after.time().plus(LOOK)));
        read.set().followUps().stream()
                .flatMap(followUp -> followUp.after().stream())
                .filter(other -> other.runbook().equals(after.runbook()))
                .map(FollowUp.After::time)
                .filter(time -> time.compareTo(after.time()) < 0)
                .forEach(looks::add);
        return looks;
    }

    private static Optional<Incident> requested(DrillEvaluation evaluation, DeclaredTriggers.Declared declared) {
        return evaluation.requested().stream()
                .filter(incident -> incident.trigger().equals(declared.name()))
                .findFirst();
    }

    private static TriggerVerdict.Detection detection(
            DeclaredTriggers.Declared declared, EndedRun run, Incident incident) {
        long later =
                Duration.between(run.at(), Instant.parse(incident.decidedAt())).toMillis();
        boolean asks = declared.start().orElseThrow().approval().isPresent();
        return new TriggerVerdict.Detection(
                1,
                later,
                later,
                run.run(),
                incident.parameters(),
                incident.samples(),
                asks ? Decision.Effect.ASKS : Decision.Effect.STARTS,
                "");
    }

    private String problem(
            DeclaredTriggers.Declared declared,
            FollowUp.After after,
            Optional<EndedRun> run,
            Optional<Incident> requested) {
        if (run.isEmpty()) {
            return "no drill of " + after.runbook() + " has ended in '" + environment.name()
                    + "': declare one among the drills of the runbooks, or leave the runbook out with 'after'";
        }
        if (requested.isEmpty()) {
            return "did not fire " + TimeText.of(after.time()) + " after the end of run "
                    + run.get().describe();
        }
        Duration later =
                Duration.between(run.get().at(), Instant.parse(requested.get().decidedAt()));
        if (later.compareTo(after.time()) < 0) {
            return "fired too early, " + TimeText.of(later) + " after the end of run "
                    + run.get().describe();
        }
        Map<String, String> parameters = requested.get().parameters();
        return StartCheck.problem(reader, environment, declared.start().orElseThrow(), parameters)
                .orElse("");
    }
}
