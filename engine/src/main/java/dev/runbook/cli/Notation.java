package dev.runbook.cli;

import dev.runbook.time.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a value is written on the command line.
 *
 * @param what what it is, with its article, for the message when something else was written
 * @param read throws for what it does not understand
 */
record Notation<T>(String what, Function<String, T> read) implements ITypeConverter<T> {
    private static final Pattern WORDS = Pattern.compile("(\\d{1,6})\\.([hms])(?:ours?|inutes?|econds?)");

    static final Notation<Instant> INSTANT = new Notation<>("an instant like 2026-11-21T09:30:00Z", Instant::parse);
    static final Notation<Duration> DURATION =
            new Notation<>("a time like 90s, 2m, 1m30s or 2.minutes", Notation::duration);
    static final Notation<Integer> NUMBER = new Notation<>("a whole number", Integer::valueOf);

    /** As people in a shell write it, or as a runbook does. */
    private static Duration duration(String written) {
        Matcher words = WORDS.matcher(written);
        return TimeText.parse(words.matches() ? words.group(1) + words.group(2) : written)
                .orElseThrow();
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
