package dev.runbook.action.sql;

import dev.runbook.AuthorException;

/** Rows cannot be carried, for a reason the author or the data has to be asked about. */
final class CopyRefused extends AuthorException {
    private static final long serialVersionUID = 1L;

    CopyRefused(String reason) {
        super(reason);
    }
}
