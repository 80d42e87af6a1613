package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.LockFile;
import dev.runbook.notify.ChannelNotifier;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.trigger.TriggerSet;
import dev.runbook.watch.EvaluationListener;
import dev.runbook.watch.IncidentStore;
import dev.runbook.watch.Measurer;
import dev.runbook.watch.TriggerWatch;
import dev.runbook.watch.WatchContext;
import dev.runbook.watch.WatchFile;
import dev.runbook.watch.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The watches of one command in one environment, with the locks of their files. */
final class TriggerSession implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final CliContext context;
    private final boolean acts;
    /** Those of environments that were read before deliver what they have begun. */
    private final List<ChannelNotifier> notifiers = new ArrayList<>();

    private Environment environment;
    private WatchContext shared;
    private final List<TriggerWatch> watches = new ArrayList<>();
    private final List<LockFile> locks = new ArrayList<>();

    /** @param acts whether decisions take effect */
    TriggerSession(
            CliContext context,
            Environment environment,
            Optional<String> option,
            boolean acts,
            Consumer<String> report) {
        this.context = context;
        this.environment = environment;
        this.acts = acts;
        Path home = context.runs().home();
        IncidentStore incidents = new IncidentStore(home);
        notifiers.add(new ChannelNotifier(environment, false, Clock.system()));
        this.shared = new WatchContext(
                environment,
                option.orElse(""),
                Clock.system(),
                home,
                context.runs().locks(),
                incidents,
                new RunProcess(context, incidents),
                notifiers.get(0),
                report,
                new RepeatedLines(
                        Clock.system(), line -> context.terminal().err().println(TerminalSanitizer.line(line))));
    }

    /**
     * Adds a file; its state is the one that an earlier process has left.
     *
     * @throws AuthorException when another process watches it, or something that it needs is missing
     */
    TriggerWatch add(ReadTriggers triggers) {
        Preflight.of(triggers.set(), environment);
        WatchFile file = new WatchFile(
                context.runs().home(), environment.name(), triggers.set().id());
        if (acts) {
            locks.add(file.take(context.who()));
        }
        TriggerWatch watch = new TriggerWatch(triggers, shared, file);
        watches.add(watch);
        if (acts) {
            watch.resume();
        }
        return watch;
    }

    /** Makes everything that is added or read from now on use an environment that was read again. */
    void use(Environment now) {
        ChannelNotifier notifier = new ChannelNotifier(now, false, Clock.system());
        notifiers.add(notifier);
        if (!now.monitoring().equals(environment.monitoring())) {
            problem("the section 'monitoring' has changed: restart the watch to use it");
        }
        environment = now;
        shared = shared.with(now, notifier);
    }

    Environment environment() {
        return environment;
    }

    void report(String line) {
        shared.report().accept(line);
    }

    void problem(String line) {
        shared.problem().accept(line);
    }

    boolean watches(Path file) {
        return watches.stream().anyMatch(watch -> file(watch).equals(file));
    }

    /** Returns the watch of a file that is watched. */
    TriggerWatch watch(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return watches.stream()
                .filter(watch -> file(watch).equals(absolute))
                .findFirst()
                .orElseThrow();
    }

    private static Path file(TriggerWatch watch) {
        return watch.set().file().toAbsolutePath().normalize();
    }

    /** Returns the watch that continues another one with what its file declares now. */
    TriggerWatch reread(TriggerWatch before, ReadTriggers triggers) {
        TriggerWatch now = before.continuedWith(triggers, shared);
        watches.set(watches.indexOf(before), now);
        return now;
    }

    /** Returns the watched files that are not among others, without any trigger. */
    List<ReadTriggers> withoutFiles(Set<Path> present) {
        return watches.stream()
                .filter(watch -> !present.contains(file(watch)) && watch.set().size() > 0)
                .map(watch -> ReadTriggers.none(watch.set().id(), watch.set().file()))
                .toList();
    }

    /** Returns the files that decide what the watches do: their own, the runbooks they start, what they execute. */
    Set<Path> files() {
        Set<Path> files = new HashSet<>();
        environment.file().ifPresent(files::add);
        for (TriggerWatch watch : watches) {
            TriggerSet set = watch.set();
            files.add(set.file());
            set.triggers().forEach(trigger -> trigger.start().ifPresent(start -> files.add(start.file())));
            set.followUps().forEach(followUp -> files.add(followUp.start().file()));
            set.everyMeasurement()
                    .forEach(measurement ->
                            files.addAll(measurement.planned().action().files()));
        }
        return files;
    }

    List<TriggerWatch> watches() {
        return watches;
    }

    Watcher watcher(EvaluationListener listener) {
        return new Watcher(watches, measurer(), acts, shared.problem(), listener);
    }

    /** Returns what takes measurements in the environment. */
    Measurer measurer() {
        return new Measurer(environment, shared.clock());
    }

    WatchMonitoring monitoring() {
        return new WatchMonitoring(context, environment, shared.report(), shared.problem());
    }

    /** Waits until every requested run has started or was refused, at most for a time. */
    void awaitStarts(Duration most) {
        long end = shared.clock().nanos() + most.toNanos();
        try {
            while (watches.stream().anyMatch(TriggerWatch::awaitsStart)
                    && shared.clock().nanos() < end) {
                shared.clock().sleep(LOOK);
                watches.forEach(TriggerWatch::checkRequested);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for messages, and writes that they were delivered. */
    @Override
    public void close() {
        notifiers.forEach(ChannelNotifier::close);
        if (acts) {
            watches.forEach(TriggerWatch::save);
        }
        locks.forEach(LockFile::close);
    }
}
