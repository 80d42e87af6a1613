package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
            "  runbook show kd                              a part of the id is enough",
            "  runbook show last --format html -o run.html  one page to send, readable without scripts",
            "  runbook show last --format json              for programs",
            "",
            "Exit codes: 0 shown, 2 no such run"
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "RUN", description = "The run's id, a part of it, or 'last'.")
    String run = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (without it), html or json.")
    String format = "text";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write it to this file.")
    Optional<String> output = Optional.empty();

    @Mixin
    EverydayOptions everyday = new EverydayOptions();

    ShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Terminal terminal = everyday.applyTo(around).terminal();
        RunFolder folder = around.runs().find(run);
        String text = Transcripts.of(
                folder, everyday.json ? "json" : format, output.isPresent() ? terminal.withoutColours() : terminal);
        output.ifPresentOrElse(file -> write(file, text), () -> terminal.out().print(text));
        return ExitCode.OK;
    }

    private void write(String file, String text) {
        try {
            Files.writeString(around.directory().resolve(file), text);
        } catch (IOException e) {
            throw new AuthorException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
