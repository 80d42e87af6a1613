package dev.runbook.lab;

import dev.runbook.AuthorException;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Something that can be broken in an estate; implemented by an enum of each estate. */
public interface Fault {

    /** Returns the constant's name: {@code GREEN_FAILS}. */
    String name();

    /** Returns a description for people. */
    String what();

    /** Returns the name on the command line: {@code green-fails}. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws AuthorException naming all faults, when the fault does not exist */
    static <F extends Fault> F named(String word, Collection<F> faults) {
        return faults.stream()
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new AuthorException("there is no fault '" + word + "'; there are: "
                        + faults.stream().map(Fault::word).collect(Collectors.joining(", "))));
    }
}
