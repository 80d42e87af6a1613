package dev.runbook.cli;

import dev.runbook.journal.event.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Builds a command and its {@code --help} page, from top to bottom. */
final class CommandPage {
    private final String name;
    private final String headline;
    private final List<String> description = new ArrayList<>(List.of(""));
    private final List<String> footer = new ArrayList<>();

    /** @param headline one sentence, also used in the list of all commands */
    CommandPage(String name, String headline) {
        this.name = name;
        this.headline = headline;
    }

    /** Adds a paragraph about what the command does and what it changes. */
    CommandPage paragraph(String text) {
        description.add(text);
        description.add("");
        return this;
    }

    CommandPage examples(String... lines) {
        footer.add("");
        footer.add("Examples:");
        List.of(lines).forEach(line -> footer.add("  " + line));
        return this;
    }

    /** Adds the exit codes, the last lines after the examples. */
    /** Adds the exit codes of a command that runs. */
    CommandPage exitCodes() {
        footer.add("");
        footer.add("Exit codes:");
        footer.addAll(ExitCode.help());
        return this;
    }

    CommandPage exitCodes(String... lines) {
        footer.add("");
        footer.addAll(List.of(lines));
        return this;
    }

    /**
     * Builds the command.
     *
     * @param inputs in the order of its help
     */
    CommandSpec command(Callable<Integer> call, CommandInput... inputs) {
        CommandSpec command = CommandSpec.wrapWithoutInspection(call).name(name);
        command.usageMessage()
                .sortOptions(false)
                .header(headline)
                .description(description.toArray(String[]::new))
                .footer(footer.toArray(String[]::new));
        for (CommandInput input : inputs) {
            input.addTo(command);
        }
        return command;
    }
}
