package dev.runbook.environment;

import dev.runbook.value.EnumWord;
import java.util.Arrays;

/** How a declared drill is expected to end, and how it ended. */
public enum DrillResult {
    SUCCEEDED,
    OBJECTIVE_MISSED,
    FELL_BACK,
    FAILED,
    /** Never expected: the runbook could not be started, or the run was interrupted. */
    NOT_COMPLETED;

    /** Returns the word in files and tables: {@code fellBack}. */
    public String word() {
        return EnumWord.of(this);
    }

    static DrillResult of(String word) {
        return Arrays.stream(values())
                .filter(result -> result.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
