package dev.runbook.journal;

/**
 * Names for the ways a run may go when something fails, the same in every run of a runbook. {@code path} is that of a step
 * or of a followed runbook; empty for the run's own.
 */
public final class FailurePathIds {
    private FailurePathIds() {}

    /** The {@code onFailure} of {@code of} (empty: the runbook's own) in the runbook followed at {@code path}. */
    public static String handler(String path, String of) {
        return "onFailure|" + path + "|" + of;
    }

    /** Another runbook, run at {@code path} in place of the one that failed. */
    public static String fallback(String path) {
        return "fallBackTo|" + path;
    }

    /** A further attempt. */
    public static String retry(String path) {
        return "retry|" + path;
    }

    /** A step cut by the engine's death, decided about by the resume. */
    public static String resumed(String path) {
        return "resume|" + path;
    }

    /** A step taken back. */
    public static String undo(String path) {
        return "undo|" + path;
    }
}
