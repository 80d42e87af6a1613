package dev.runbook.cli;

import dev.runbook.journal.event.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code runbook} command without arguments: lists what is available. */
final class RunbookCommand implements Callable<Integer> {
    private final CommandSpec spec =
            CommandSpec.wrapWithoutInspection(this).name("runbook").version("runbook " + Versions.ENGINE);

    RunbookCommand() {
        CliOption.helpFlag("-h, --help", "Print this and exit.").addTo(spec);
        CliOption.versionFlag("--version", "Print the version and exit.").addTo(spec);
        List<String> footer = new ArrayList<>(List.of(
                "  lab      Starts, stops and breaks the lab that drills run in.",
                "",
                "Something is down, and there is a runbook for it:",
                "  runbook plan erpgo/immediate-rollback -e production   what would run; touches nothing",
                "  runbook run erpgo/immediate-rollback -e production    runs it; asks first",
                ""));
        footer.add("Exit codes:");
        footer.addAll(ExitCode.help());
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .description(
                        "",
                        "Runs runbooks for rollback and disaster recovery: checked before, timed throughout, proven after.")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(footer.toArray(String[]::new));
    }

    CommandLine line() {
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.NOT_STARTED.number();
    }
}
