package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.notify.Delivery;
import dev.runbook.notify.Notice;
import dev.runbook.notify.Notifier;
import dev.runbook.time.Clock;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.Trigger;
import dev.runbook.watch.EndedRuns;
import dev.runbook.watch.EvaluationListener;
import dev.runbook.watch.Incident;
import dev.runbook.watch.IncidentStore;
import dev.runbook.watch.Measurer;
import dev.runbook.watch.RunStarter;
import dev.runbook.watch.TriggerWatch;
import dev.runbook.watch.WatchContext;
import dev.runbook.watch.WatchFile;
import dev.runbook.watch.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Evaluates the triggers of a drill as {@code runbook watch} does, with a separate state. What they request is kept and
 * not started, and no message is sent. Used by one thread.
 */
final class DrillEvaluation implements AutoCloseable {
    private static final int PERIODS = 4;

    private final Path home;
    private final List<TriggerWatch> watches;
    private final Watcher watcher;
    private final List<Incident> requested;

    private DrillEvaluation(Path home, List<TriggerWatch> watches, Watcher watcher, List<Incident> requested) {
        this.home = home;
        this.watches = watches;
        this.watcher = watcher;
        this.requested = requested;
    }

    /**
     * @param followed the ended runs that triggers of the kind {@code after} follow
     * @throws AuthorException with what the measurements need and is missing
     */
    static DrillEvaluation of(
            List<ReadTriggers> files,
            CliContext context,
            Environment environment,
            Clock clock,
            Predicate<RunStarted> followed,
            Consumer<String> problem,
            EvaluationListener listener) {
        files.forEach(read -> Preflight.of(read.set(), environment));
        Path home = temporary();
        List<Incident> requested = new ArrayList<>();
        IncidentStore incidents = new IncidentStore(home);
        WatchContext shared = new WatchContext(
                environment,
                "",
                clock,
                home,
                context.runs().locks(),
                incidents,
                new Kept(requested, incidents),
                new Silent(),
                event -> {},
                problem);
        EndedRuns ended = new EndedRuns(context.runs(), environment.name(), followed);
        List<TriggerWatch> watches = files.stream()
                .map(read -> new TriggerWatch(
                        read,
                        shared,
                        new WatchFile(home, environment.name(), read.set().id()),
                        ended))
                .toList();
        Watcher watcher = new Watcher(watches, new Measurer(environment, clock), true, problem, listener);
        return new DrillEvaluation(home, watches, watcher, requested);
    }

    /** Returns the time in which a trigger must have fired once its conditions hold. */
    static Duration longest(Trigger trigger) {
        return trigger.window()
                .sustained()
                .orElse(trigger.every().multipliedBy(trigger.window().consecutive()))
                .plus(trigger.noData().orElse(Duration.ZERO))
                .plus(trigger.every().multipliedBy(PERIODS));
    }

    List<TriggerWatch> watches() {
        return watches;
    }

    /** Returns the runs that triggers have requested, the first one first. */
    List<Incident> requested() {
        return List.copyOf(requested);
    }

    /** Returns whether every trigger has been decided at least once. */
    boolean decided() {
        return watches.stream()
                .allMatch(watch ->
                        watch.decisions().size() == watch.set().triggers().size());
    }

    /** Evaluates on the periods; an interrupt of the operator ends the wait. */
    void run(BooleanSupplier until) {
        watcher.run(() -> until.getAsBoolean() || Thread.currentThread().isInterrupted());
    }

    @Override
    public void close() {
        watcher.close();
        delete(home);
    }

    /** Keeps what is requested. To the watch its run has started, so that it keeps no other trigger waiting. */
    private record Kept(List<Incident> requested, IncidentStore incidents) implements RunStarter {
        private static final String NO_RUN = "none, because this is a drill";

        @Override
        public void start(Incident incident) {
            requested.add(incident);
            incidents.finish(incident.id(), new IncidentStore.Result(NO_RUN, ""));
        }

        @Override
        public boolean alive(String incident) {
            return true;
        }

        @Override
        public boolean approved(String incident) {
            return false;
        }
    }

    /** Sends nothing: what the triggers tell is no part of the drill. */
    private static final class Silent implements Notifier {
        @Override
        public void deliver(Notice message, Consumer<Delivery> then) {
            then.accept(new Delivery(DeliveryResult.SENT, "", Duration.ZERO));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("runbook-detect-");
        } catch (IOException unwritable) {
            throw new AuthorException("cannot create a folder for the state of the triggers", unwritable);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            System.getLogger(DrillEvaluation.class.getName())
                    .log(System.Logger.Level.DEBUG, "deleting " + folder, left);
        }
    }
}
