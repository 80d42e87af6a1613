package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.json.JsonWriter;
import dev.runbook.run.control.RunControl;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;
import dev.runbook.trigger.ReadTriggers;
import dev.runbook.watch.TriggerWatch;
import dev.runbook.watch.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Evaluates the triggers of a folder continuously. */
final class WatchCommand implements Callable<Integer> {
    private static final Duration FOR_A_START = Duration.ofSeconds(20);

    private final CliContext context;
    private final CliOption<String> folder =
            CliOption.argument("DIR", "A folder of runbooks and triggers files, or one file.");
    private final EnvironmentOption environment = new EnvironmentOption();
    private final CliOption<Boolean> once =
            CliOption.flag("--once", "Evaluate once and exit, for cron. Windows are kept between the calls.");
    private final EverydayOptions everyday = new EverydayOptions();

    WatchCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("watch", "Evaluates the triggers of a folder on their periods, and acts.")
                .paragraph(
                        "Touches what its triggers measure and what their runbooks change. Takes the measurements of all triggers files and of all runbooks with triggers below a folder. When a trigger "
                                + "fires, its runbook is started as a separate process, without asking: it survives the end of the "
                                + "watch. One incident starts one run, also if the watch is killed and started again. "
                                + "A trigger that asks starts a run that waits for a yes; one with 'after' starts its runbook once for each ended run of another.")
                .paragraph(
                        "A file that changes, or is added, is read again and checked first; one with mistakes is reported, and the watch continues with "
                                + "what it had read before. Triggers that have not changed continue their windows. HUP makes it read everything again.")
                .paragraph(
                        "One process at a time watches a file in an environment. With --once the command evaluates every trigger once, "
                                + "as 'runbook watch' would: windows and cooldowns are on disk.")
                .examples(
                        "runbook watch runbooks -e production",
                        "runbook watch runbooks/erpgo/decision.groovy -e production --once --quiet   from cron")
                .exitCodes(
                        "Exit codes: 0 ended, 2 a file does not check or cannot be watched, 5 watched by another process,",
                        "130 and 143 ended by a signal")
                .command(this, folder, environment, once, everyday);
    }

    @Override
    public Integer call() {
        ReadRunbooks reader = ReadRunbooks.toAct(context);
        Path top = context.directory().resolve(folder.value()).normalize();
        List<Path> files = TriggerFiles.below(top);
        Environment where = reader.environment(environment.value(), files.isEmpty() ? top : files.get(0));
        int exit = ExitCode.OK.number();
        try (TriggerSession session = new TriggerSession(context, where, environment.value(), true, this::report)) {
            ChangedFiles changed = changedFiles(top, session);
            changed.begin();
            for (Path file : files) {
                exit = Math.max(exit, add(session, reader, file, where));
            }
            if (session.watches().isEmpty()) {
                if (exit != ExitCode.OK.number()) {
                    return exit;
                }
                throw new AuthorException("there are no triggers in " + top);
            }
            OverdueDrills.report(context, where);
            try (WatchMonitoring monitoring = session.monitoring();
                    Watcher watcher = session.watcher(monitoring)) {
                if (once.value()) {
                    watcher.once();
                    session.awaitStarts(FOR_A_START);
                    return exit;
                }
                monitoring.begin();
                changed.complete();
                return watch(
                        session,
                        watcher,
                        new WatchReload(context, top, environment.value(), session, watcher, changed));
            }
        }
    }

    /** Adds a file; one that cannot be watched is reported and does not affect the others. */
    private int add(TriggerSession session, ReadRunbooks reader, Path file, Environment where) {
        try {
            ReadTriggers triggers = reader.triggers(file, Optional.of(where));
            if (triggers.set().size() > 0) {
                session.add(triggers);
            }
            return ExitCode.OK.number();
        } catch (AuthorException mistake) {
            context.terminal().err().println(TerminalSanitizer.block(mistake.getMessage()));
            return mistake instanceof NotStartedException ? ExitCode.REFUSED.number() : ExitCode.NOT_STARTED.number();
        }
    }

    /** Returns what notices changes of the files that a session watches, and of those below a folder. */
    private static ChangedFiles changedFiles(Path top, TriggerSession session) {
        return new ChangedFiles(
                Clock.system(),
                () -> Stream.concat(session.files().stream(), TriggerFiles.possible(top).stream())
                        .map(file -> file.toAbsolutePath().normalize())
                        .collect(Collectors.toSet()));
    }

    private int watch(TriggerSession session, Watcher watcher, WatchReload reload) {
        report("watching " + count(session, watch -> watch.set().size(), "trigger") + " of "
                + count(session, watch -> 1, "file"));
        RunControl control = new RunControl();
        try (reload) {
            return Signals.steering(control, reload::force, () -> {}, () -> {
                watcher.run(() -> {
                    reload.look();
                    return control.asked().isPresent();
                });
                return control.asked().map(stop -> stop.exitCode()).orElse(ExitCode.OK.number());
            });
        }
    }

    private static String count(TriggerSession session, Function<TriggerWatch, Integer> number, String word) {
        int sum = session.watches().stream().mapToInt(number::apply).sum();
        return sum + " " + word + (sum == 1 ? "" : "s");
    }

    private void report(String line) {
        if (everyday.quiet()) {
            return;
        }
        String time = Clock.system().wall().truncatedTo(ChronoUnit.SECONDS).toString();
        context.terminal()
                .out()
                .println(
                        everyday.json()
                                ? JsonWriter.write(new TreeMap<>(Map.of("at", time, "text", line)))
                                : time + "  " + TerminalSanitizer.line(line));
    }
}
