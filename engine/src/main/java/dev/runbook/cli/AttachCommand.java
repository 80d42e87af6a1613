package dev.runbook.cli;

import dev.runbook.cli.console.Console;
import dev.runbook.cli.console.RunSummary;
import dev.runbook.cli.console.SummaryText;
import dev.runbook.journal.Entry;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.run.RunListener;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.terminal.Terminal;
import dev.runbook.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Follows a live run from another terminal. */
final class AttachCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<String> run = CliOption.argument("RUN", "The run's id, a part of it, or 'last'.");
    private final CliOption<Boolean> fromNow =
            CliOption.flag("--from-now", "Show only new events; without it, the run is shown from its start.");
    private final EverydayOptions everyday = new EverydayOptions();
    private final RunSummary summary = new RunSummary();

    AttachCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("attach", "Follows a run in progress, from another terminal.")
                .paragraph(
                        "Shows a live run as its own terminal does, until it ends. Ctrl-C ends the view, never the run.")
                .paragraph("Touches nothing: read access to the run's folder is enough.")
                .examples(
                        "runbook attach last",
                        "runbook attach kd --from-now                 only what runs now and comes next",
                        "runbook attach last | tee incident.log       plain lines, each with its time")
                .exitCodes(
                        "Exit codes: those of the run; 2 no such run; 5 its engine is dead ('runbook resume' continues it)")
                .command(this, run, fromNow, everyday);
    }

    @Override
    public Integer call() {
        RunFolder folder = context.runs().find(run.value());
        String dead = folder.lifecycle().dead();
        if (!dead.isEmpty()) {
            throw new NotStartedException(dead);
        }
        Terminal terminal = everyday.applyTo(context).terminal();
        Optional<RunFinished> end = shown(terminal, listener -> follow(folder, listener));
        if (end.isEmpty() && terminal.gone()) {
            return ExitCode.OK.number(); // the reader has closed the output
        }
        if (end.isEmpty()) {
            terminal.err()
                    .println("run " + folder.id() + " stopped: its engine process died\n  runbook resume " + folder.id()
                            + " continues it");
            return ExitCode.REFUSED.number();
        }
        printEnd(folder, terminal);
        return end.get().exitCode();
    }

    private Optional<RunFinished> shown(Terminal terminal, Function<RunListener, Optional<RunFinished>> follow) {
        if (everyday.quiet() || everyday.json()) {
            return follow.apply(RunListener.none());
        }
        try (Console console = Console.late(terminal, Clock.system())) {
            return follow.apply(console);
        }
    }

    private Optional<RunFinished> follow(RunFolder folder, RunListener listener) {
        Passed passed = new Passed(fromNow.value() ? folder.read().entries() : List.of());
        try (LiveFollower follower = LiveFollower.of(folder, Clock.system())) {
            return follower.follow(
                    entry -> {
                        summary.recorded(entry);
                        if (passed.leavesOut(entry)) {
                            listener.known(entry);
                        } else {
                            listener.recorded(entry);
                        }
                    },
                    (step, source, line, at) -> {
                        if (!passed.isOver(step)) {
                            listener.printed(step, source, line, at);
                        }
                    },
                    context.terminal()::gone);
        }
    }

    /** Prints the end of the run as the run's own terminal does. */
    private void printEnd(RunFolder folder, Terminal terminal) {
        if (everyday.json()) {
            summary.report().ifPresent(report -> terminal.out().print(report.json()));
        } else if (!everyday.quiet()) {
            terminal.out().println(SummaryText.of(summary, terminal.palette()));
        } else if (!summary.succeeded()) {
            terminal.out().print(Transcripts.of(folder, "text", terminal));
        }
    }

    /** What a viewer who attaches late does not see: the records so far, except for the steps in progress. */
    private static final class Passed implements RunObserver {
        private final RunModel model = new RunModel();
        private final Set<String> running = new HashSet<>();
        private final long last;
        private boolean shown;

        private Passed(List<Entry> entries) {
            last = entries.size();
            RunModel.replay(entries).running().forEach(step -> running.add(step.path()));
        }

        /** Returns whether a step had ended, and with it its output. */
        private boolean isOver(String step) {
            return model.records() < last && !running.contains(step);
        }

        /** Returns whether to skip an entry; entries about the run itself and about steps in progress are kept. */
        private boolean leavesOut(Entry entry) {
            shown = false;
            model.apply(entry).dispatchTo(this);
            return entry.number() <= last && !shown;
        }

        @Override
        public void runStarted(RunStarted run) {
            shown = true;
        }

        @Override
        public void runbookStarted(FollowStarted runbook) {
            shown = true;
        }

        @Override
        public void stepStarted(StepView step) {
            shown = running.contains(step.path());
        }
    }
}
