package dev.runbook.journal.event;

import java.util.List;

/**
 * The usual times of the steps as known at the start, from {@code runs} earlier runs of the runbook in the environment.
 */
public record EarlierTimes(int runs, List<UsualStep> steps) implements Event {
    @Override
    public boolean awaited() {
        return false;
    }

    /** Returns the number of runs in words: {@code 1 earlier run}, {@code 12 earlier runs}. */
    public static String describe(int runs) {
        return runs == 1 ? "1 earlier run" : runs + " earlier runs";
    }
}
