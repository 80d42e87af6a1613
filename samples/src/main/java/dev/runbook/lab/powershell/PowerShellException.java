package dev.runbook.lab.powershell;

/** A terminating error of a script, with the message that PowerShell's user would read. */
final class PowerShellException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerShellException(String message) {
        super(message);
    }
}
