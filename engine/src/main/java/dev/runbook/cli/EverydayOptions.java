package dev.runbook.cli;

import dev.runbook.terminal.TerminalSanitizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The options every command has. */
final class EverydayOptions implements CommandInput {
    private final CliOption<Boolean> json = CliOption.flag("--json", "Print JSON for programs, not text for people.");
    private final CliOption<Boolean> quiet =
            CliOption.flag("--quiet", "Print nothing if all goes well, the transcript if it does not. For cron.");
    private final CliOption<Boolean> debug = CliOption.flag("--debug", "Show the stack trace of an internal error.");
    private final CliOption<Boolean> noColor =
            CliOption.flag("--no-color", "No colours. The variable NO_COLOR does the same.");
    private final CliOption<Boolean> help = CliOption.helpFlag("-h, --help", "Print this and exit.");

    @Override
    public void addTo(CommandSpec command) {
        List.of(json, quiet, debug, noColor, help).forEach(option -> option.addTo(command));
    }

    /** These options in command line form. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        Map.of("--json", json, "--quiet", quiet, "--debug", debug, "--no-color", noColor)
                .forEach((word, flag) -> {
                    if (flag.value()) {
                        words.add(word);
                    }
                });
        return words;
    }

    boolean json() {
        return json.value();
    }

    boolean debug() {
        return debug.value();
    }

    boolean quiet() {
        return quiet.value();
    }

    /** Finds a runbook, and reports which file it is if that depends on the working directory. */
    Path find(String runbook, CliContext context) {
        RunbookFiles files = new RunbookFiles(context);
        Path file = files.find(runbook);
        if (!quiet()) {
            files.hiding(runbook)
                    .map(TerminalSanitizer::line)
                    .ifPresent(context.terminal().err()::println);
        }
        return file;
    }

    /** Applies these options to the context. */
    CliContext applyTo(CliContext context) {
        return noColor.value() ? context.with(context.terminal().withoutColours()) : context;
    }
}
