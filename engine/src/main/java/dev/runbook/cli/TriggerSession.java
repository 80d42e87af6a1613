package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.LockFile;
import dev.runbook.notify.ChannelNotifier;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;
import dev.runbook.trigger.ReadTriggers;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The watches of one command in one environment, with the locks of their files. */
final class TriggerSession implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final CliContext context;
    private final Environment environment;
    private final WatchContext shared;
    private final boolean acts;
    private final ChannelNotifier notifier;
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
        this.notifier = new ChannelNotifier(environment, false, Clock.system());
        this.shared = new WatchContext(
                environment,
                option.orElse(""),
                Clock.system(),
                home,
                context.runs().locks(),
                incidents,
                new RunProcess(context, incidents),
                notifier,
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

    List<TriggerWatch> watches() {
        return watches;
    }

    Watcher watcher(EvaluationListener listener) {
        return new Watcher(watches, new Measurer(environment, shared.clock()), acts, shared.problem(), listener);
    }

    /** Returns what reports that a watched file has changed. */
    ChangedFiles changedFiles() {
        ChangedFiles changed = new ChangedFiles(shared.clock(), shared.problem());
        watches.forEach(watch -> changed.add(watch.set()));
        return changed;
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
        notifier.close();
        if (acts) {
            watches.forEach(TriggerWatch::save);
        }
        locks.forEach(LockFile::close);
    }
}
