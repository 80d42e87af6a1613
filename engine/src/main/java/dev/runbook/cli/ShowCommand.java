package dev.runbook.cli;

import dev.runbook.cli.console.Replay;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What happened in a run. */
@Command(
        name = "show",
        header = "Shows what happened in a run.",
        description = {
            "",
            "Shows a run from its journal: every step with its times, attempts and evidence, and each promise's verdict. Works on "
                    + "a run that is going on, and on one whose engine died.",
            "",
            "Touches nothing.",
            ""
        },
        parameterListHeading = "",
        optionListHeading = "",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  runbook show last",
            "  runbook show 20261121-093000-kd",
            "  runbook show kd                      a part of the id is enough",
            "",
            "Exit codes: 0 shown, 2 no such run"
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "RUN", description = "The run's id, a part of it, or 'last'.")
    String run = "";

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    ShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(around).terminal();
        RunFolder folder = around.runs().find(run);
        JournalText journal = folder.read();
        terminal.out().println(Replay.text(journal.entries(), terminal.style(), terminal.columns()));
        return ExitCode.OK;
    }
}
