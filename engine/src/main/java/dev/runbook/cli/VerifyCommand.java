package dev.runbook.cli;

import dev.runbook.journal.JournalCheck;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.VerifyingKey;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.json.JsonWriter;
import dev.runbook.terminal.Terminal;
import dev.runbook.terminal.TerminalSanitizer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Checks that a journal is complete and unchanged. */
final class VerifyCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<String> run = CliOption.argument("RUN", "The run's id, a part of it, or 'last'.");
    private final CliOption<Optional<String>> head = CliOption.option(
            "--head=HASH",
            "The hash printed at the end of the run, or sent with a message to a webhook ('journal'), or its first characters: finds a missing end, too.");
    private final CliOption<Optional<String>> publicKey = CliOption.option(
            "--public-key=FILE",
            "The public Ed25519 key in PEM: the run must be signed with its private half (journal: sign in the environment file).");
    private final EverydayOptions everyday = new EverydayOptions();

    VerifyCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("verify", "Checks that the record of a run is complete and unchanged.")
                .paragraph(
                        "Checks the journal of a run record by record: each carries the hash of the one before, so that one that was "
                                + "changed, left out or added is found. Checks the copies of runbook, templates, scripts and environment, and what "
                                + "each attempt printed, against the hashes in it. Finds files that the run did not write.")
                .paragraph("Touches nothing.")
                .examples(
                        "runbook verify last",
                        "runbook verify 20261121-093000-kd --json",
                        "runbook verify last --public-key signing.pub.pem          signed by this key?",
                        "runbook verify kd --head e7a84aefec60ac38   against the hash printed when it ended")
                .exitCodes("Exit codes: 0 whole, 1 truncated or changed, 2 no such run")
                .command(this, run, head, publicKey, everyday);
    }

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(context).terminal();
        RunFolder folder = context.runs().find(run.value());
        String given = head.value().orElse("");
        JournalCheck check = publicKey
                .value()
                .map(file -> folder.check(
                        given, VerifyingKey.read(context.directory().resolve(file))))
                .orElseGet(() -> folder.check(given));
        if (everyday.json()) {
            terminal.out()
                    .println(JsonWriter.pretty(RecordMap.of(
                            new VerifyReport(folder.id(), check.whole(), check.finding(), check.notCovered()))));
        } else if (!check.whole()) {
            terminal.out()
                    .println(terminal.palette().bad("not whole") + "  " + folder.id() + ": "
                            + TerminalSanitizer.line(check.finding()));
        } else if (!everyday.quiet()) {
            terminal.out()
                    .println(terminal.palette().good("ok") + "  " + folder.id() + ": "
                            + TerminalSanitizer.line(check.finding()));
            check.notCovered()
                    .forEach(limit -> terminal.out()
                            .println(terminal.palette().faint("  not covered: " + TerminalSanitizer.line(limit))));
        }
        return check.whole() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}
