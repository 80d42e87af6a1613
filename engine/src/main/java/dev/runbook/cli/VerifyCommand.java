package dev.runbook.cli;

import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whether a journal is what was written. */
@Command(
        name = "verify",
        header = "Checks that a run's journal is whole and unchanged.",
        description = {
            "",
            "Checks the journal of a run record by record: each carries the hash of the one before, so that a record that was "
                    + "changed, left out or put in shows. Compare the last hash with the one printed at the end of the run and sent with "
                    + "its last message: a cut tail shows too.",
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
            "  runbook verify last",
            "  runbook verify 20261121-093000-kd",
            "  runbook verify kd                      a part of the id is enough",
            "",
            "Exit codes: 0 whole, 1 cut or changed, 2 no such run"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "RUN", description = "The run's id, a part of it, or 'last'.")
    String run = "";

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    VerifyCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(around).terminal();
        RunFolder folder = around.runs().find(run);
        JournalText journal = folder.read();
        if (journal.tail() != JournalText.Tail.NONE) {
            terminal.out().println(terminal.style().bad(folder.id() + " is not whole: ") + journal.damage());
            return ExitCode.FAILED;
        }
        if (!everyday.quiet) {
            terminal.out()
                    .println(terminal.style().good("ok") + "  " + folder.id() + "  "
                            + journal.entries().size() + " records, the last is " + journal.head());
        }
        return ExitCode.OK;
    }
}
