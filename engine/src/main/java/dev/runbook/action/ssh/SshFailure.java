package dev.runbook.action.ssh;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/** Thrown when a host could not be reached or was abandoned, with one line that says why. */
final class SshFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    SshFailure(String message, Throwable cause) {
        this(message, cause, false);
    }

    private SshFailure(String message, Throwable cause, boolean sent) {
        super(message, cause);
        this.sent = sent;
    }

    /** Creates the failure of a command that was sent without receiving any confirmation. */
    static SshFailure afterSending(String message, Throwable cause) {
        return new SshFailure(message, cause, true);
    }

    /** Returns whether the host is unreachable, as opposed to a host, key or account that is rejected. */
    boolean unreachable() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the command may have begun; if not, nothing of it was sent. */
    boolean sent() {
        return sent;
    }
}
