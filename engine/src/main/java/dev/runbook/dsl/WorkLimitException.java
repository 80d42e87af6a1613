package dev.runbook.dsl;

import java.io.Serial;

/** Ends the planning of a whole runbook, because it costs more than any runbook needs. */
final class WorkLimitException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    WorkLimitException(String message) {
        super(message);
    }
}
