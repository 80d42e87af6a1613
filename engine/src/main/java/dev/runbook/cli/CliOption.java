package dev.runbook.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/**
 * One option or argument, declared as its help shows it ({@code "-e, --environment=ENV"}), with the given value.
 * Options are described to picocli by calls: annotations would be read by reflection at each start, which takes a
 * quarter of the start time.
 */
final class CliOption<T> implements CommandInput {
    private final ArgSpec spec;
    private final Function<Object, T> typed;

    /** @param typed converts the value that picocli holds, null if the option was not given */
    private CliOption(ArgSpec spec, Function<Object, T> typed) {
        this.spec = spec;
        this.typed = typed;
    }

    /** Declares the single required argument. */
    static CliOption<String> argument(String label, String description) {
        return new CliOption<>(positional(label, "1", String.class, description), String.class::cast);
    }

    static CliOption<Optional<String>> optionalArgument(String label, String description) {
        return new CliOption<>(positional(label, "0..1", String.class, description), CliOption::optional);
    }

    /** Declares one of several arguments, required. */
    static CliOption<String> firstArgument(String label, String description) {
        return new CliOption<>(positional(label, "1", String.class, description, "0"), String.class::cast);
    }

    /** Declares the second argument, which may be left out. */
    static CliOption<Optional<String>> secondArgument(String label, String description) {
        return new CliOption<>(positional(label, "0..1", String.class, description, "1"), CliOption::optional);
    }

    /** Declares an argument list with at least one element. */
    static CliOption<List<String>> arguments(String label, String description) {
        return new CliOption<>(positional(label, "1..*", List.class, description), CliOption::list);
    }

    /** Declares an argument list that may be empty. */
    static CliOption<List<String>> argumentsIfAny(String label, String description) {
        return new CliOption<>(positional(label, "0..*", List.class, description), CliOption::list);
    }

    static CliOption<Boolean> flag(String written, String... description) {
        return flag(written, UnaryOperator.identity(), description);
    }

    /** Declares an earlier spelling of a flag: accepted, and not in the help. */
    static CliOption<Boolean> hiddenFlag(String written) {
        return flag(written, option -> option.hidden(true));
    }

    /** Declares a flag that only prints the help. */
    static CliOption<Boolean> helpFlag(String written, String... description) {
        return flag(written, option -> option.usageHelp(true), description);
    }

    /** Declares a flag that only prints the version. */
    static CliOption<Boolean> versionFlag(String written, String... description) {
        return flag(written, option -> option.versionHelp(true), description);
    }

    static CliOption<Optional<String>> option(String written, String... description) {
        return new CliOption<>(valued(written, description).type(String.class).build(), CliOption::optional);
    }

    static <T> CliOption<Optional<T>> option(String written, TypeConverter<T> notation, String... description) {
        // picocli asks the converter, not the type
        return new CliOption<>(
                valued(written, description)
                        .type(Object.class)
                        .converters(notation)
                        .build(),
                CliOption::optional);
    }

    /** Declares an option for other processes of the engine: accepted, and not in the help. */
    static CliOption<Optional<String>> hiddenOption(String written, String... description) {
        return new CliOption<>(
                valued(written, description).type(String.class).hidden(true).build(), CliOption::optional);
    }

    static CliOption<List<String>> repeatable(String written, String... description) {
        return new CliOption<>(valued(written, description).type(List.class).build(), CliOption::list);
    }

    /** Returns the given value; available once the command line has been parsed. */
    T value() {
        return typed.apply(spec.getValue());
    }

    @Override
    public void addTo(CommandSpec command) {
        command.add(spec);
    }

    private static CliOption<Boolean> flag(
            String written, UnaryOperator<OptionSpec.Builder> kind, String... description) {
        OptionSpec.Builder option =
                OptionSpec.builder(names(written)).type(boolean.class).description(description);
        return new CliOption<>(kind.apply(option).build(), Boolean.TRUE::equals);
    }

    private static OptionSpec.Builder valued(String written, String... description) {
        int equals = written.indexOf('=');
        return OptionSpec.builder(names(written.substring(0, equals)))
                .paramLabel(written.substring(equals + 1))
                .description(description);
    }

    private static String[] names(String written) {
        return written.split(", ", -1);
    }

    private static PositionalParamSpec positional(String label, String arity, Class<?> type, String description) {
        return positional(label, arity, type, description, "");
    }

    /** @param index the position among several arguments; empty for all that are left */
    private static PositionalParamSpec positional(
            String label, String arity, Class<?> type, String description, String index) {
        PositionalParamSpec.Builder spec = PositionalParamSpec.builder();
        if (!index.isEmpty()) {
            spec.index(index);
        }
        return spec.paramLabel(label)
                .arity(arity)
                .required(Range.valueOf(arity).min() > 0)
                .type(type)
                .description(description)
                .build();
    }

    @SuppressWarnings("unchecked") // the declaration created it
    private static <T> Optional<T> optional(Object value) {
        return Optional.ofNullable((T) value);
    }

    @SuppressWarnings("unchecked") // picocli collects words
    private static List<String> list(Object value) {
        return value == null ? List.of() : List.copyOf((List<String>) value);
    }
}
