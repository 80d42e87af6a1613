package dev.runbook.watch;

import dev.runbook.AuthorException;

/** Another process evaluates the same file in the same environment. */
public final class WatchedElsewhereException extends AuthorException {
    private static final long serialVersionUID = 1L;

    WatchedElsewhereException(String message) {
        super(message);
    }
}
