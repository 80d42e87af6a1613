package dev.runbook.run.lock;

import dev.runbook.AuthorException;

/**
 * The run was not started although all checks passed: a lock is held, or a drill was requested for production. Nothing
 * was changed; exit code 5.
 */
public final class NotStartedException extends AuthorException {
    private static final long serialVersionUID = 1L;

    public NotStartedException(String message) {
        super(message);
    }
}
