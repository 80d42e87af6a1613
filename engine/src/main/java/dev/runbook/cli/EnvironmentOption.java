package dev.runbook.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The environment of a command that takes no parameters. */
final class EnvironmentOption implements CommandInput {
    private final CliOption<Optional<String>> environment = CliOption.option(
            "-e, --environment=ENV",
            "The environment: a name under environments/ beside the runbook, or a file.",
            "Without it, the environment 'local', which has no targets.");

    @Override
    public void addTo(CommandSpec command) {
        environment.addTo(command);
    }

    Optional<String> value() {
        return environment.value();
    }
}
