package dev.runbook.dsl;

/** Counts the rounds of loops and the calls of blocks. */
public final class IterationCounter {
    private IterationCounter() {}

    /** Called by compiled runbooks at the start of every round, and of every block. */
    public static void next() {
        WorkMeter.charge(WorkMeter.ROUND);
    }
}
