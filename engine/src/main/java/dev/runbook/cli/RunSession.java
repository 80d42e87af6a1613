package dev.runbook.cli;

import dev.runbook.EngineException;
import dev.runbook.action.shell.Orphans;
import dev.runbook.cli.console.Console;
import dev.runbook.cli.console.RunSummary;
import dev.runbook.cli.console.SummaryText;
import dev.runbook.journal.Entry;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.model.RunView;
import dev.runbook.run.RunEnd;
import dev.runbook.run.RunEngine;
import dev.runbook.run.RunListener;
import dev.runbook.run.RunRequest;
import dev.runbook.run.control.RunControl;
import dev.runbook.run.control.StopRequest;
import dev.runbook.run.lock.LockWait;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Performs a run or resume with the engine, shows it in progress, and prints its summary. */
final class RunSession {
    private static final Duration WORTH_A_PAGE = Duration.ofSeconds(3);

    /** The work for the engine: run, or resume. */
    @FunctionalInterface
    interface EngineCall {
        RunEnd on(RunEngine engine, LockWait wait, RunListener listener, RunControl control);
    }

    private final CliContext context;
    private final EverydayOptions everyday;
    private final ErrorReporter faults;
    private final LockOptions locks;
    private final RunControl control = new RunControl();
    private final RunSummary summary = new RunSummary();
    private final ActiveAttempts activeAttempts = new ActiveAttempts(new Orphans());
    private List<Entry> past = List.of();
    private final List<RunListener> watchers = new ArrayList<>();
    private boolean silent;
    /** Whether this process has written a record: from then on something may have been changed. */
    private volatile boolean acted;

    RunSession(CliContext context, EverydayOptions everyday, ErrorReporter faults, LockOptions locks) {
        this.context = everyday.applyTo(context);
        this.everyday = everyday;
        this.faults = faults;
        this.locks = locks;
    }

    /** Adds the earlier entries of the run, so that its summary covers the whole run. */
    RunSession after(List<Entry> entries) {
        past = List.copyOf(entries);
        entries.forEach(summary::recorded);
        return this;
    }

    /** Adds a listener to the run, beside the console. */
    RunSession watchedBy(RunListener listener) {
        watchers.add(listener);
        return this;
    }

    /** Shows and prints nothing: the caller reports the result. */
    RunSession withoutOutput() {
        silent = true;
        return this;
    }

    /** Returns the run as far as it was recorded; empty before its first record. */
    Optional<RunView> view() {
        return summary.view();
    }

    int run(RunRequest request) {
        return perform((engine, wait, listener, steering) -> engine.run(request, wait, listener, steering));
    }

    /**
     * Performs the run and returns its exit code. An engine fault after the first record means that something may have
     * been changed.
     */
    int perform(EngineCall call) {
        Clock clock = Clock.system();
        try {
            RunEnd end = withConsole(
                    clock, (listener, report) -> withSignals(call, EngineFactory.of(context, clock), report, listener));
            printSummary();
            keepPage();
            return end.exitCode();
        } catch (RuntimeException fault) {
            int exit = faults.report(fault);
            if (!acted) {
                return control.asked().map(StopRequest::exitCode).orElse(exit);
            }
            summary.run()
                    .ifPresent(run -> context.terminal()
                            .err()
                            .println("the run " + run + " may have acted: runbook show " + run + "; runbook resume "
                                    + run + " continues it"));
            return ExitCode.FAILED.number();
        }
    }

    private RunEnd withSignals(EngineCall call, RunEngine engine, Consumer<String> report, RunListener listener) {
        return Signals.steering(
                control, this::endsAtOnce, () -> call.on(engine, locks.waitReporting(report), listener, control));
    }

    /** Handles a second signal: nothing more is stopped or recorded. */
    private void endsAtOnce() {
        summary.run()
                .ifPresent(run -> context.terminal()
                        .err()
                        .println(TerminalSanitizer.line(activeAttempts.describe() + "runbook resume " + run)));
    }

    private RunEnd withConsole(Clock clock, BiFunction<RunListener, Consumer<String>, RunEnd> run) {
        if (silent || everyday.quiet()) {
            return run.apply(with(RunListener.none()), line -> {});
        }
        if (everyday.json()) {
            return run.apply(
                    with(RunListener.none()), line -> context.terminal().err().println(TerminalSanitizer.block(line)));
        }
        try (Console console = Console.on(context.terminal(), clock)) {
            RunListener shown = console;
            if (context.terminal().shows() && context.terminal().asks()) {
                TerminalAnswers own = new TerminalAnswers(context, console::message, console::typed);
                past.forEach(own::known);
                shown = both(console, own);
            }
            past.forEach(console::known);
            return run.apply(with(shown), console::message);
        }
    }

    private static RunListener both(RunListener console, RunListener own) {
        return new RunListener() {
            @Override
            public void recorded(Entry entry) {
                console.recorded(entry);
                own.recorded(entry);
            }

            @Override
            public void printed(String step, String source, String line) {
                console.printed(step, source, line);
            }
        };
    }

    private RunListener with(RunListener console) {
        return new RunListener() {
            @Override
            public void recorded(Entry entry) {
                acted = true;
                watchers.forEach(watcher -> watcher.recorded(entry));
                summary.recorded(entry, activeAttempts);
                console.recorded(entry);
            }

            @Override
            public void printed(String step, String source, String line) {
                console.printed(step, source, line);
            }
        };
    }

    private void printSummary() {
        if (silent) {
            return;
        }
        Terminal terminal = context.terminal();
        if (everyday.json()) {
            summary.report().ifPresent(report -> terminal.out().print(report.json()));
        } else if (!everyday.quiet()) {
            terminal.out().println(SummaryText.of(summary, terminal.palette()));
        } else if (!summary.uneventful()) {
            summary.run()
                    .ifPresent(run ->
                            terminal.out().print(Transcripts.of(context.runs().find(run), "text", terminal)));
        }
    }

    /**
     * Writes the HTML page beside the journal, for a run that somebody will want to read; a short successful run is not
     * worth the time. The page can be created from the journal at any time, also if it cannot be written now.
     */
    private void keepPage() {
        if (summary.succeeded() && summary.took().compareTo(WORTH_A_PAGE) < 0) {
            return;
        }
        try {
            summary.run()
                    .map(context.runs()::find)
                    .ifPresent(folder ->
                            folder.write("transcript.html", Transcripts.of(folder, "html", context.terminal())));
        } catch (EngineException unwritable) {
            context.terminal().err().println("warning: " + TerminalSanitizer.block(unwritable.getMessage()));
        }
    }
}
