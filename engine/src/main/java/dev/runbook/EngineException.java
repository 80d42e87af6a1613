package dev.runbook;

/** The engine could not do its own work (disk full, a bug); the message names what, where, and the next action. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
