package dev.runbook.plan;

import dev.runbook.AuthorException;

/** A condition asks for what an earlier step has not left, or a resumed run has no more, so that nobody can say whether it holds. */
public final class LostValueException extends AuthorException {
    private static final long serialVersionUID = 1L;

    public LostValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
