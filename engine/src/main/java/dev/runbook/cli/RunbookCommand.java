package dev.runbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code runbook} itself: what there is, for somebody who types it without more. Every start passes through it, so it is
 * described by calls: annotations would have to be read by reflection first, which costs a start a tenth of its time.
 */
final class RunbookCommand implements Callable<Integer> {
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this)
            .name("runbook")
            .version("runbook 0.1.0")
            .addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Print this and exit.")
                    .build())
            .addOption(OptionSpec.builder("--version")
                    .versionHelp(true)
                    .description("Print the version and exit.")
                    .build());

    RunbookCommand() {
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .description(
                        "",
                        "Runs runbooks for rollback and disaster recovery: checked before, timed while, proven after.",
                        "")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "  lab      Starts, stops and breaks the lab that drills run in.",
                        "",
                        "Something is down, and there is a runbook for it:",
                        "  runbook plan erpgo/immediate-rollback -e production   what would run; touches nothing",
                        "  runbook run erpgo/immediate-rollback -e production    runs it; asks first",
                        "",
                        "Exit codes:",
                        "  0  the promise was kept             3  succeeded, but a promise was broken",
                        "  1  the runbook failed               4  fell back to another runbook, which succeeded",
                        "  2  nothing was started: usage, a    5  not started: a lock is held, or refused",
                        "     file that does not check         130, 143  interrupted");
    }

    CommandLine line() {
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.NOTHING_STARTED;
    }
}
