package dev.runbook.notify;

import java.io.IOException;
import java.time.Duration;

/** A delivery failed in a way that may pass: the receiver is busy, restarting or not reachable. */
final class TemporaryFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** @param retryAfter how long the receiver asks to wait; zero if it does not say */
    TemporaryFailureException(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
