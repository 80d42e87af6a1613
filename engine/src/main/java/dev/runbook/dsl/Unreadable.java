package dev.runbook.dsl;

import groovy.lang.GroovyRuntimeException;
import java.util.List;
import java.util.stream.Stream;

/** Ends the reading of one block, because what it asks for is not there; becomes a problem at the line that asked. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> cures;

    Unreadable(String message, String... cures) {
        super(message);
        this.cures = List.of(cures);
    }

    /** What is wrong and what to write, in one line; of another fault, what a runbook's author can make of it. */
    static String line(RuntimeException fault) {
        if (fault instanceof Unreadable unreadable) {
            return String.join(
                    ": ",
                    Stream.concat(Stream.of(unreadable.getMessage()), unreadable.cures.stream())
                            .toList());
        }
        if (fault instanceof NumberFormatException) {
            return "this is not a number: " + fault.getMessage();
        }
        return fault instanceof ClassCastException || fault instanceof GroovyRuntimeException
                ? "values of different kinds cannot be compared or computed with"
                : "this cannot be computed: " + fault.getMessage();
    }

    List<String> cures() {
        return cures;
    }
}
