package dev.runbook.dsl;

/** Counts the rounds of loops and the calls of blocks. */
public final class Rounds {
    private Rounds() {}

    /** Called by compiled runbooks at the start of every round, and of every block. */
    public static void next() {
        Meter.charge(Meter.ROUND);
    }
}
