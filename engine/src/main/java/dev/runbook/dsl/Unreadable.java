package dev.runbook.dsl;

import java.util.List;

/** Ends the reading of one block, because what it asks for is not there; becomes a problem at the line that asked. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> cures;
    private final boolean missing;

    Unreadable(String message, String... cures) {
        this(message, false, cures);
    }

    private Unreadable(String message, boolean missing, String... cures) {
        super(message);
        this.cures = List.of(cures);
        this.missing = missing;
    }

    /** What is asked for is nowhere: a condition that asks for it can be judged by nobody. */
    static Unreadable missing(String message) {
        return new Unreadable(message, true);
    }

    boolean missing() {
        return missing;
    }

    List<String> cures() {
        return cures;
    }
}
