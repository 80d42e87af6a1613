package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.ParameterFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/** The environment and parameter options of a command. */
final class TargetOptions implements CommandInput {
    private final EnvironmentOption environment = new EnvironmentOption();
    private final CliOption<List<String>> parameters =
            CliOption.repeatable("-p, --param=NAME=VALUE", "A parameter's value. Repeatable.");
    private final CliOption<Optional<String>> parameterFile =
            CliOption.option("--params=FILE", "A YAML file of parameters; -p overrides it.");

    @Override
    public void addTo(CommandSpec command) {
        List.<CommandInput>of(environment, parameters, parameterFile).forEach(option -> option.addTo(command));
    }

    /** Returns the environment's name or file. */
    Optional<String> environment() {
        return environment.value();
    }

    /** These options in command line form. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        environment.value().ifPresent(name -> words.addAll(List.of("-e", name)));
        parameters.value().forEach(parameter -> words.addAll(List.of("-p", parameter)));
        parameterFile.value().ifPresent(file -> words.addAll(List.of("--params", file)));
        return words;
    }

    /** @throws AuthorException when a parameter has the wrong form */
    void checkWritten() {
        typed(parameters.value());
    }

    /**
     * Returns all values by name.
     *
     * @param trusted rejects a file that may not be read
     */
    Map<String, String> arguments(Path directory, UnaryOperator<Path> trusted) {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (parameterFile.value().filter(String::isBlank).isPresent()) {
            throw new AuthorException("--params names no file");
        }
        parameterFile
                .value()
                .ifPresent(file -> arguments.putAll(ParameterFile.read(trusted.apply(directory.resolve(file)))));
        arguments.putAll(typed(parameters.value()));
        return arguments;
    }

    /** Returns each {@code NAME=VALUE} by its name. */
    static Map<String, String> typed(List<String> parameters) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Set<String> named = new HashSet<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new AuthorException("-p " + parameter + ": write a parameter as NAME=VALUE");
            }
            String name = parameter.substring(0, equals);
            if (!named.add(name)) {
                throw new AuthorException("-p " + name + " is given twice: give it one value");
            }
            arguments.put(name, parameter.substring(equals + 1));
        }
        return arguments;
    }
}
