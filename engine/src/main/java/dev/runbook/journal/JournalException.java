package dev.runbook.journal;

import dev.runbook.EngineException;

/** A record could not be made durable, or a journal cannot be read. */
public class JournalException extends EngineException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
