package dev.runbook.run;

/** Whether a run is a production run or a drill; both act for real. */
public enum Mode {
    RUN("run"),
    DRILL("drill");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
