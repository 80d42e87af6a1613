package dev.runbook.cli;

import picocli.CommandLine.Option;

/** The options every command has. */
final class EverydayOptions {
    @Option(names = "--json", description = "Print JSON for programs, not text for people.")
    boolean json;

    @Option(names = "--quiet", description = "Print nothing while all is well; on a failure, its transcript. For cron.")
    boolean quiet;

    @Option(names = "--debug", description = "Show the stack trace behind a fault of the engine.")
    boolean debug;

    @Option(names = "--no-color", description = "No colours. The variable NO_COLOR does the same.")
    boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this and exit.")
    boolean help;

    /** The surroundings as these options want them. */
    Surroundings applyTo(Surroundings surroundings) {
        return noColor ? surroundings.with(surroundings.terminal().withoutColours()) : surroundings;
    }
}
