package dev.runbook.journal.event;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The exit codes of the process, with their meaning for a command that runs. */
public enum ExitCode {
    OK(0, "succeeded; no objective was missed"),
    FAILED(1, "the runbook failed"),
    NOT_STARTED(2, "not started: wrong usage, a file that does not check, a missing secret"),
    OBJECTIVE_MISSED(3, "succeeded, but an objective was missed"),
    FELL_BACK(4, "fell back to another runbook, which succeeded"),
    REFUSED(5, "not started: a lock is held, or the operator declined"),
    TELLS(10, "decide: a trigger has fired, which sends a message"),
    ASKS(11, "decide: a trigger has fired, which asks a person to start a runbook"),
    STARTS(12, "decide: a trigger has fired, which starts a runbook"),
    INTERRUPTED(130, "interrupted"),
    TERMINATED(143, "interrupted");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** Returns all codes for a help page, one line for each meaning. */
    public static List<String> help() {
        return Arrays.stream(values())
                .map(code -> code.meaning)
                .distinct()
                .map(meaning -> String.format("  %-10s%s", numbers(meaning), meaning))
                .toList();
    }

    /** Returns all codes as rows of a table in Markdown, one for each meaning. */
    public static List<String> rows() {
        return Arrays.stream(values())
                .map(code -> code.meaning)
                .distinct()
                .map(meaning -> "| " + numbers(meaning) + " | " + meaning + " |")
                .toList();
    }

    private static String numbers(String meaning) {
        return Arrays.stream(values())
                .filter(code -> code.meaning.equals(meaning))
                .map(code -> Integer.toString(code.number))
                .collect(Collectors.joining(", "));
    }
}
