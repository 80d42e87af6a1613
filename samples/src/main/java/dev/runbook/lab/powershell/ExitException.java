package dev.runbook.lab.powershell;

/** Ends the script with an exit code. */
final class ExitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    ExitException(int code) {
        super("exit " + code, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
