package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.ParameterFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a runbook acts and with which values. */
final class TargetOptions {
    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = {
                "The place it acts on: a name under environments/ beside the runbook, or a file.",
                "Without it, the environment 'local', which has no targets."
            })
    Optional<String> environment = Optional.empty();

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "A parameter's value. Repeatable.")
    List<String> parameters = List.of();

    @Option(names = "--params", paramLabel = "FILE", description = "A YAML file of parameters; -p goes before it.")
    Optional<String> parameterFile = Optional.empty();

    /** All values by name. */
    Map<String, String> arguments(Path directory) {
        Map<String, String> arguments = new LinkedHashMap<>();
        parameterFile.ifPresent(file -> arguments.putAll(ParameterFile.read(directory.resolve(file))));
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new AuthorException("-p " + parameter + ": write a parameter as NAME=VALUE");
            }
            arguments.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return arguments;
    }
}
