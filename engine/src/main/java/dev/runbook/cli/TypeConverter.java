package dev.runbook.cli;

import dev.runbook.time.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts a value from the command line.
 *
 * @param what the kind of value, with its article, for the message about a wrong value
 * @param read throws an exception for invalid text
 */
record TypeConverter<T>(String what, Function<String, T> read) implements ITypeConverter<T> {
    static final TypeConverter<Instant> INSTANT =
            new TypeConverter<>("an instant like 2026-11-21T09:30:00Z", Instant::parse);
    static final TypeConverter<Duration> DURATION = new TypeConverter<>(
            "a time like 90s, 2m, 1m30s or 2.minutes",
            written -> TimeText.parse(written).orElseThrow());
    static final TypeConverter<Integer> COUNT = new TypeConverter<>("a whole number above 0", TypeConverter::count);

    private static int count(String written) {
        int number = Integer.parseInt(written);
        if (number < 1) {
            throw new IllegalArgumentException(written);
        }
        return number;
    }

    @Override
    public T convert(String written) {
        try {
            return read.apply(written);
        } catch (DateTimeException | IllegalArgumentException | NoSuchElementException e) {
            throw new TypeConversionException("'" + written + "' is not " + what);
        }
    }
}
