package dev.runbook.cli;

import dev.runbook.report.History;
import dev.runbook.report.HistoryTable;
import dev.runbook.report.PastRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Earlier runs, the newest first. */
@Command(
        name = "history",
        header = "Lists earlier runs and how they ended.",
        description = {
            "",
            "Lists the runs of this machine, the newest first: when, what, where, how it ended, how long it took.",
            "",
            "Touches nothing; reads the first and the last record of each run's journal.",
            ""
        },
        parameterListHeading = "",
        optionListHeading = "",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  runbook history",
            "  runbook history erpgo/immediate-rollback -e production",
            "  runbook history --last 100 --json",
            "",
            "Exit codes: 0 always, but for a fault of the engine"
        })
final class HistoryCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "RUNBOOK", arity = "0..1", description = "Only runs of this runbook.")
    Optional<String> runbook = Optional.empty();

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "Only runs in this environment.")
    Optional<String> environment = Optional.empty();

    @Option(names = "--last", paramLabel = "COUNT", description = "How many runs at most; 20 without it.")
    int last = 20;

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    HistoryCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        List<PastRun> runs = History.of(around.runs(), this::wanted, last);
        if (everyday.json) {
            around.terminal().out().println(HistoryTable.json(runs));
        } else if (runs.isEmpty()) {
            around.terminal().out().println("no runs in " + around.runs().home());
        } else {
            around.terminal().out().print(HistoryTable.text(runs));
        }
        return ExitCode.OK;
    }

    private boolean wanted(PastRun run) {
        return runbook.filter(id -> !id.equals(run.runbook())).isEmpty()
                && environment.filter(name -> !name.equals(run.environment())).isEmpty();
    }
}
