package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.event.ExitCode;
import dev.runbook.terminal.Terminal;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what happened in a run. */
final class ShowCommand implements Callable<Integer> {
    private final CliContext context;
    private final CliOption<String> run = CliOption.argument("RUN", "The run's id, a part of it, or 'last'.");
    private final CliOption<Optional<String>> format =
            CliOption.option("--format=FORMAT", "text (the default), html or json.");
    private final CliOption<Optional<String>> output = CliOption.option("-o, --output=FILE", "Write it to this file.");
    private final EverydayOptions everyday = new EverydayOptions();

    ShowCommand(CliContext context) {
        this.context = context;
    }

    /** Returns the command line definition. */
    CommandSpec spec() {
        return new CommandPage("show", "Shows what happened in a run.")
                .paragraph(
                        "Shows a run from its journal: every step with its times, attempts and evidence, and the verdict on each objective. Works on "
                                + "a run in progress, and on one whose engine died.")
                .paragraph("Touches nothing.")
                .examples(
                        "runbook show last",
                        "runbook show kd                              a part of the id is enough",
                        "runbook show last --format html -o run.html  one page to send, readable without scripts",
                        "runbook show last --format json              for programs")
                .exitCodes("Exit codes: 0 shown, 2 no such run")
                .command(this, run, format, output, everyday);
    }

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(context).terminal();
        if (everyday.json()
                && format.value().filter(asked -> !asked.equals("json")).isPresent()) {
            throw new AuthorException("--json and --format " + format.value().get() + " are two formats: give one");
        }
        RunFolder folder = context.runs().find(run.value());
        String text = Transcripts.of(
                folder,
                everyday.json() ? "json" : format.value().orElse("text"),
                output.value().isPresent() ? terminal.withoutColours() : terminal);
        output.value()
                .ifPresentOrElse(file -> write(file, text), () -> terminal.out().print(text));
        return ExitCode.OK.number();
    }

    private void write(String file, String text) {
        try {
            Files.writeString(context.directory().resolve(file), text);
        } catch (IOException e) {
            throw new AuthorException("cannot write " + file + ": " + FileReason.of(e), e);
        }
    }
}
