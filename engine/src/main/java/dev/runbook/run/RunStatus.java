package dev.runbook.run;

/** The states in which a run ends. */
public enum RunStatus {
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    /** It failed, and the runbook it fell back to succeeded. */
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
