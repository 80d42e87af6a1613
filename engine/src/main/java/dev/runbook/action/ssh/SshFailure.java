package dev.runbook.action.ssh;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/** Why a host could not be reached or was left, in one line. */
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

    /** The command went out, and the host did not even say that it had come. */
    static SshFailure afterSending(String message, Throwable cause) {
        return new SshFailure(message, cause, true);
    }

    /** Whether nothing answers there, as opposed to a host, a key or an account that is refused. */
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

    /** Whether the command may have begun; if not, nothing of it was sent. */
    boolean sent() {
        return sent;
    }
}
