package dev.runbook.lab.kubectl;

/** What kubectl says before it exits with 1. */
final class KubectlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KubectlException(String message) {
        super(message, null, false, false);
    }
}
