package dev.runbook.cli;

import java.util.List;

/** The exit codes of the process. 0, 1, 3 and 4 are a run's own verdict. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    /** Usage, or a file that does not check: nothing was started. */
    static final int NOTHING_STARTED = 2;
    /** Not started: a lock is held, or the operator declined. */
    static final int REFUSED = 5;

    static final int INTERRUPTED = 130;
    static final int TERMINATED = 143;

    /** All exit codes, for the help of a command that runs. */
    static final List<String> TABLE = List.of(
            "Exit codes:",
            "  0  no objective was missed          3  succeeded, but an objective was missed",
            "  1  the runbook failed               4  fell back to another runbook, which succeeded",
            "  2  nothing was started: usage, a    5  not started: a lock is held, or the operator declined",
            "     file that does not check         130, 143  interrupted");

    private ExitCode() {}
}
