package dev.runbook.value;

/** The result of a step, an attempt or a group. */
public enum Result {
    OK("ok"),
    FAILED("failed"),
    TIMED_OUT("timedOut"),
    /** A side effect may or may not have happened; never reported as ok or failed. */
    UNKNOWN("unknown"),
    SKIPPED("skipped"),
    CANCELLED("cancelled");

    private final String word;

    Result(String word) {
        this.word = word;
    }

    /** Returns the word used in journals. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException for an unknown word */
    public static Result of(String word) {
        for (Result result : values()) {
            if (result.word.equals(word)) {
                return result;
            }
        }
        throw new IllegalArgumentException("no result is called '" + word + "'");
    }

    public boolean good() {
        return this == OK || this == SKIPPED;
    }
}
