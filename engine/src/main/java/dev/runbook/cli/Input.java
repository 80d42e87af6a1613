package dev.runbook.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What a command takes from the command line: an option, an argument, or several that always come together. */
interface Input {
    void addTo(CommandSpec command);
}
