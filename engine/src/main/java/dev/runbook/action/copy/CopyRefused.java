package dev.runbook.action.copy;

import dev.runbook.AuthorException;

/** Thrown when rows cannot be copied until the author changes the step or the data. */
final class CopyRefused extends AuthorException {
    private static final long serialVersionUID = 1L;

    CopyRefused(String reason) {
        super(reason);
    }
}
