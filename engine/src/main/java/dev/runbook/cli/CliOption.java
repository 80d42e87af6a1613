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
 * One option or argument, declared as its help shows it ({@code "-e, --environment=ENV"}), and the value given for it.
 * It is described to picocli by calls: annotations would be read by reflection at each start, at a quarter of its time.
 */
final class CliOption<T> implements Input {
    private final ArgSpec spec;
    private final Function<Object, T> typed;

    /** @param typed from what picocli holds, null where nothing was given */
    private CliOption(ArgSpec spec, Function<Object, T> typed) {
        this.spec = spec;
        this.typed = typed;
    }

    /** The one argument that must be there. */
    static CliOption<String> argument(String label, String description) {
        return new CliOption<>(positional(label, "1", String.class, description), String.class::cast);
    }

    static CliOption<Optional<String>> optionalArgument(String label, String description) {
        return new CliOption<>(positional(label, "0..1", String.class, description), CliOption::optional);
    }

    /** One argument at least. */
    static CliOption<List<String>> arguments(String label, String description) {
        return new CliOption<>(positional(label, "1..*", List.class, description), CliOption::list);
    }

    static CliOption<Boolean> flag(String written, String... description) {
        return flag(written, UnaryOperator.identity(), description);
    }

    /** A flag that prints the help and does nothing else. */
    static CliOption<Boolean> helpFlag(String written, String... description) {
        return flag(written, option -> option.usageHelp(true), description);
    }

    /** A flag that prints the version and does nothing else. */
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

    static CliOption<List<String>> repeatable(String written, String... description) {
        return new CliOption<>(valued(written, description).type(List.class).build(), CliOption::list);
    }

    /** What was given; for use once the command line has been read. */
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
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .arity(arity)
                .required(Range.valueOf(arity).min() > 0)
                .type(type)
                .description(description)
                .build();
    }

    @SuppressWarnings("unchecked") // the notation made it
    private static <T> Optional<T> optional(Object value) {
        return Optional.ofNullable((T) value);
    }

    @SuppressWarnings("unchecked") // picocli collects words
    private static List<String> list(Object value) {
        return value == null ? List.of() : List.copyOf((List<String>) value);
    }
}
