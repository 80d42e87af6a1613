package dev.runbook.dsl;

import java.util.List;

/** Ends the reading of one block, because what it asks for is not there; becomes a problem at the line that asked. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> cures;

    Unreadable(String message, String... cures) {
        super(message);
        this.cures = List.of(cures);
    }

    List<String> cures() {
        return cures;
    }
}
