package dev.runbook.action.ssh;

/** Why a host could not be reached or was left, in one line; nothing had been sent to run on it. */
final class SshFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SshFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
