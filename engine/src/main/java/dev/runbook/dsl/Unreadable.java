package dev.runbook.dsl;

import groovy.lang.GroovyRuntimeException;
import java.time.DateTimeException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends the evaluation of one block because a required value is missing; reported as a problem at the line that reads
 * the value.
 */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> cures;

    Unreadable(String message, String... cures) {
        super(message);
        this.cures = List.of(cures);
    }

    /** Returns whether evaluating a block failed by what its author wrote, not by an error of the engine. */
    static boolean isFaultOfFile(RuntimeException fault) {
        return fault instanceof ArithmeticException
                || fault instanceof ClassCastException
                || fault instanceof DateTimeException
                || fault instanceof GroovyRuntimeException
                || fault instanceof IllegalArgumentException
                || fault instanceof IndexOutOfBoundsException
                || fault instanceof NullPointerException
                || fault instanceof UnsupportedOperationException;
    }

    /** Describes the fault and its cure in one line; for other faults, in terms a runbook's author understands. */
    static String line(RuntimeException fault) {
        if (fault instanceof Unreadable unreadable) {
            return String.join(
                    ": ",
                    Stream.concat(Stream.of(unreadable.getMessage()), unreadable.cures.stream())
                            .toList());
        }
        if (fault instanceof NumberFormatException) {
            return "this is not a number: " + String.valueOf(fault.getMessage()).replace("For input string: ", "");
        }
        if (fault instanceof NullPointerException) {
            return "a value that is needed here is missing";
        }
        return fault instanceof ClassCastException || fault instanceof GroovyRuntimeException
                ? "values of different kinds cannot be compared or computed with"
                : "this cannot be computed: " + fault.getMessage();
    }

    List<String> cures() {
        return cures;
    }
}
