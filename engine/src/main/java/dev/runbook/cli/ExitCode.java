package dev.runbook.cli;

/** What the process says with its exit code. 0, 1, 3 and 4 are a run's own verdict. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    /** Usage, or a file that does not check: nothing was started. */
    static final int NOTHING_STARTED = 2;
    /** A lock is held, or somebody refused. */
    static final int REFUSED = 5;

    static final int INTERRUPTED = 130;
    static final int TERMINATED = 143;

    private ExitCode() {}
}
