package dev.runbook.run;

/** The status of a run that ended. */
public enum RunStatus {
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    /** The run failed, and the runbook it fell back to succeeded. */
    FELL_BACK("fellBack"),
    ABORTED("aborted");

    private final String word;

    RunStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
