package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.FiredTrigger;
import dev.runbook.notify.Delivery;
import dev.runbook.notify.Notice;
import dev.runbook.notify.Notifier;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Judgement;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.Trigger;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Breaks a system and waits until a trigger requests a runbook, evaluated as by {@code runbook watch}: with the same
 * periods, windows and precedence, but with a separate state. The request starts nothing, and no message is sent.
 */
final class DetectionDrill {
    /** How long the triggers of a system that is not broken yet may take for their first samples. */
    private static final Duration FOR_FIRST_SAMPLES = Duration.ofSeconds(60);

    private static final int PERIODS = 4;

    private final CliContext context;
    private final ReadRunbooks reader;
    private final Environment environment;
    private final Duration slack;
    private final Consumer<String> notice;
    private final Clock clock = Clock.system();
    private final List<Incident> requested = new ArrayList<>();

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
        files.forEach(read -> Preflight.of(read.set(), environment));
        Path home = temporary();
        try {
            return watch(files, meant, file, home, breaks);
        } finally {
            delete(home);
        }
    }

    private static boolean starts(Trigger trigger, Path file) {
        return trigger.start()
                .filter(start -> start.file().toAbsolutePath().normalize().equals(file))
                .isPresent();
    }

    private Detected watch(List<ReadTriggers> files, List<Trigger> meant, Path file, Path home, Runnable breaks) {
        List<TriggerWatch> watches = files.stream()
                .map(read -> new TriggerWatch(
                        read,
                        watchContext(home),
                        new WatchFile(home, environment.name(), read.set().id())))
                .toList();
        try (Watcher watcher =
                new Watcher(watches, new Measurer(environment, clock), true, notice, (watch, sample, decided) -> {})) {
            awaitFirstSamples(watcher, watches, meant);
            Instant broken = clock.wall();
            breaks.run();
            Duration most = longest(meant);
            notice.accept("broken; waiting for a trigger, at most " + TimeText.of(most) + " …");
            Deadline deadline = Deadline.in(clock, most);
            run(watcher, () -> detected(file).isPresent() || deadline.passed());
            Incident incident = detected(file)
                    .orElseThrow(() -> new NotStartedException("not started: no trigger has requested "
                            + file.getFileName() + " within " + TimeText.of(most) + states(watches)));
            notice.accept("detected by " + incident.fired().describe());
            return new Detected(incident.fired().afterBreak(broken), incident);
        }
    }

    private void awaitFirstSamples(Watcher watcher, List<TriggerWatch> watches, List<Trigger> meant) {
        Deadline deadline = Deadline.in(clock, FOR_FIRST_SAMPLES);
        BooleanSupplier sampled = () -> watches.stream()
                .allMatch(watch ->
                        watch.decisions().size() == watch.set().triggers().size());
        run(watcher, () -> sampled.getAsBoolean() || deadline.passed());
        List<String> bad = watches.stream()
                .flatMap(watch -> watch.decisions().stream())
                .filter(decision -> decision.judgement() == Judgement.BAD && meant.contains(decision.trigger()))
                .map(decision -> "'" + decision.trigger().name() + "'")
                .toList();
        if (!bad.isEmpty()) {
            throw new NotStartedException(
                    "not started: before anything is broken, a trigger is bad already: " + String.join(", ", bad));
        }
    }

    /** Evaluates on the periods; an interrupt of the operator ends the wait. */
    private static void run(Watcher watcher, BooleanSupplier until) {
        watcher.run(() -> until.getAsBoolean() || Thread.currentThread().isInterrupted());
    }

    private Optional<Incident> detected(Path file) {
        return requested.stream()
                .filter(incident -> incident.runbook().equals(file.toString()))
                .findFirst();
    }

    /** Returns the time in which the slowest trigger must have fired. */
    private Duration longest(List<Trigger> triggers) {
        return triggers.stream()
                .map(trigger -> trigger.window()
                        .sustained()
                        .orElse(trigger.every().multipliedBy(trigger.window().consecutive()))
                        .plus(trigger.noData().orElse(Duration.ZERO))
                        .plus(trigger.every().multipliedBy(PERIODS)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(slack);
    }

    private String states(List<TriggerWatch> watches) {
        String others = requested.stream()
                .map(incident -> "'" + incident.trigger() + "' has requested "
                        + Path.of(incident.runbook()).getFileName())
                .collect(Collectors.joining(", "));
        String bad = watches.stream()
                .flatMap(watch -> watch.decisions().stream())
                .filter(decision -> decision.judgement() != Judgement.GOOD)
                .map(decision -> "'" + decision.trigger().name() + "'")
                .collect(Collectors.joining(", "));
        return (others.isEmpty() ? "" : "; " + others)
                + (bad.isEmpty() ? "; every trigger is good" : "; not good: " + bad);
    }

    private WatchContext watchContext(Path home) {
        RunStarter starter = new RunStarter() {
            @Override
            public void start(Incident incident) {
                requested.add(incident);
            }

            @Override
            public boolean alive(String incident) {
                return true;
            }

            @Override
            public boolean approved(String incident) {
                return false;
            }
        };
        return new WatchContext(
                environment,
                "",
                clock,
                home,
                context.runs().locks(),
                new IncidentStore(home),
                starter,
                new Silent(),
                notice,
                notice);
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
            System.getLogger(DetectionDrill.class.getName()).log(System.Logger.Level.DEBUG, "deleting " + folder, left);
        }
    }
}
