package dev.runbook;

/**
 * The author or operator asked for something that cannot be: a runbook that does not check, an unknown environment, a
 * missing secret. The message is what the person reads: what, where, and how to cure it, one line or one block a
 * mistake.
 */
public class AuthorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuthorException(String message) {
        super(message);
    }

    public AuthorException(String message, Throwable cause) {
        super(message, cause);
    }
}
