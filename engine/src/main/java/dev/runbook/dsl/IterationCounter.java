package dev.runbook.dsl;

/** Counts loop iterations and block calls. */
public final class IterationCounter {
    private IterationCounter() {}

    /** Compiled runbooks call this method at the start of every iteration and every block. */
    public static void next() {
        WorkMeter.charge(WorkMeter.ROUND);
    }
}
