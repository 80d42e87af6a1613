package dev.runbook.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a value is written on the command line.
 *
 * @param what what it is, with its article, for the message when something else was written
 * @param read throws for what it does not understand
 */
record Notation<T>(String what, Function<String, T> read) implements ITypeConverter<T> {
    static final Notation<Instant> INSTANT = new Notation<>("an instant like 2026-11-21T09:30:00Z", Instant::parse);
    static final Notation<Integer> NUMBER = new Notation<>("a whole number", Integer::valueOf);

    @Override
    public T convert(String written) {
        try {
            return read.apply(written);
        } catch (DateTimeException | IllegalArgumentException | NoSuchElementException e) {
            throw new TypeConversionException("'" + written + "' is not " + what);
        }
    }
}
