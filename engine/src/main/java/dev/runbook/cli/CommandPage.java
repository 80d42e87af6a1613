package dev.runbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A command as its {@code --help} shows it, built from the top of the page to its foot. */
final class CommandPage {
    private final String name;
    private final String headline;
    private final List<String> description = new ArrayList<>(List.of(""));
    private final List<String> footer = new ArrayList<>();

    /** @param headline one sentence, also for the list of all commands */
    CommandPage(String name, String headline) {
        this.name = name;
        this.headline = headline;
    }

    /** What it does, and what it touches. */
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

    /** The last lines, after the examples. */
    CommandPage exitCodes(List<String> lines) {
        footer.add("");
        footer.addAll(lines);
        return this;
    }

    CommandPage exitCodes(String... lines) {
        return exitCodes(List.of(lines));
    }

    /**
     * The command itself.
     *
     * @param inputs in the order of its help
     */
    CommandSpec command(Callable<Integer> deed, Input... inputs) {
        CommandSpec command = CommandSpec.wrapWithoutInspection(deed).name(name);
        command.usageMessage()
                .sortOptions(false)
                .header(headline)
                .description(description.toArray(String[]::new))
                .footer(footer.toArray(String[]::new));
        for (Input input : inputs) {
            input.addTo(command);
        }
        return command;
    }
}
