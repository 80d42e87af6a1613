package dev.runbook.journal;

/**
 * Names the failure paths of a runbook, the same in every run. {@code path} is that of a step or of a followed runbook;
 * empty for the run's own.
 */
public final class FailurePathIds {
    private FailurePathIds() {}

    /**
     * Returns the {@code onFailure} of {@code of} (empty: the runbook's own) in the runbook followed at {@code path}.
     */
    public static String handler(String path, String of) {
        return "onFailure|" + path + "|" + of;
    }

    /** Another runbook, run at {@code path} instead of the one that failed. */
    public static String fallback(String path) {
        return "fallBackTo|" + path;
    }

    /** Returns a further attempt. */
    public static String retry(String path) {
        return "retry|" + path;
    }

    /** Returns a step interrupted by the engine's death and decided about by the resume. */
    public static String resumed(String path) {
        return "resume|" + path;
    }

    /** Returns a no of people to a question. */
    public static String rejected(String path) {
        return "rejected|" + path;
    }

    /** Returns a question that nobody answers in time. */
    public static String unanswered(String path) {
        return "unanswered|" + path;
    }

    /** Returns a checklist of which people fail a box. */
    public static String failedBox(String path) {
        return "failedBox|" + path;
    }

    /** Returns a step that is undone. */
    public static String undo(String path) {
        return "undo|" + path;
    }
}
