package dev.runbook.lab.kubectl;

/** Thrown with the message that kubectl prints before it exits with 1. */
final class KubectlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KubectlException(String message) {
        super(message, null, false, false);
    }
}
