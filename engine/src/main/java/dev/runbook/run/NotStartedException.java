package dev.runbook.run;

import dev.runbook.AuthorException;

/** The run was not begun although everything checks: a lock is held, or a drill is not for production. Nothing was touched; exit code 5. */
public final class NotStartedException extends AuthorException {
    private static final long serialVersionUID = 1L;

    public NotStartedException(String message) {
        super(message);
    }
}
