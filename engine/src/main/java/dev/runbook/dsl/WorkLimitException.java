package dev.runbook.dsl;

import java.io.Serial;

/** Ends planning because the runbook needs more work than the limit allows. */
final class WorkLimitException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    WorkLimitException(String message) {
        super(message);
    }
}
