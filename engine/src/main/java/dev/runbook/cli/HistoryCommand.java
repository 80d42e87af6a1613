package dev.runbook.cli;

import dev.runbook.journal.event.ExitCode;
import dev.runbook.report.History;
import dev.runbook.report.HistoryTable;
import dev.runbook.report.PastRun;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.value.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Lists earlier runs, newest first. */
final class HistoryCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<Optional<String>> runbook =
            CliOption.optionalArgument("RUNBOOK", "Only runs of this runbook.");
    private final CliOption<Optional<String>> environment =
            CliOption.option("-e, --environment=ENV", "Only runs in this environment.");
    private final CliOption<Optional<Integer>> last =
            CliOption.option("--last=COUNT", TypeConverter.COUNT, "How many runs at most; 20 without it.");
    private final EverydayOptions everyday = new EverydayOptions();

    HistoryCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("history", "Lists earlier runs and how they ended.")
                .paragraph(
                        "Lists the runs of this machine, the newest first: when, what, where, how it ended, how long it took.")
                .paragraph(
                        "Touches nothing; reads the first and the last record of each journal, and follows the chain of those it lists.")
                .examples(
                        "runbook history",
                        "runbook history erpgo/immediate-rollback -e production",
                        "runbook history --last 100 --json")
                .exitCodes("Exit codes: 0, unless the engine is at fault")
                .command(this, runbook, environment, last, everyday);
    }

    @Override
    public Integer call() {
        List<PastRun> runs =
                History.of(context.runs(), this::wanted, last.value().orElse(20));
        if (everyday.json()) {
            context.terminal().out().print(HistoryTable.json(runs));
        } else if (runs.isEmpty()) {
            context.terminal().out().println(TerminalSanitizer.line(none()));
        } else {
            context.terminal().out().print(HistoryTable.text(runs));
        }
        return ExitCode.OK.number();
    }

    /** Returns the message for a search without a match, with the nearest existing name. */
    private String none() {
        List<PastRun> all = History.of(context.runs(), run -> !run.runbook().isEmpty(), Integer.MAX_VALUE);
        if (all.isEmpty()) {
            return "no runs in " + context.runs().home();
        }
        if (runbook.value().isPresent()
                && all.stream()
                        .noneMatch(run -> run.runbook().equals(runbook.value().get()))) {
            return "no run of '" + runbook.value().get() + "'"
                    + near(runbook.value().get(), all.stream().map(PastRun::runbook));
        }
        String place = environment.value().orElse("");
        if (all.stream().noneMatch(run -> run.environment().equals(place))) {
            return "no run in '" + place + "'" + near(place, all.stream().map(PastRun::environment));
        }
        return "no run of '" + runbook.value().orElse("") + "' in '" + place + "'";
    }

    private static String near(String asked, Stream<String> known) {
        Set<String> names = new TreeSet<>(known.toList());
        return Suggestion.didYouMean(asked, names)
                .map(hint -> "; " + hint)
                .orElse("; there are: " + String.join(", ", names));
    }

    private boolean wanted(PastRun run) {
        return runbook.value().filter(id -> !id.equals(run.runbook())).isEmpty()
                && environment
                        .value()
                        .filter(name -> !name.equals(run.environment()))
                        .isEmpty();
    }
}
