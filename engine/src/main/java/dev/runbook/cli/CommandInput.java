package dev.runbook.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A command line input: an option, an argument, or a group that always occurs together. */
interface CommandInput {
    void addTo(CommandSpec command);
}
