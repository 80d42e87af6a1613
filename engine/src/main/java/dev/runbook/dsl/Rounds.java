package dev.runbook.dsl;

/** Counts the rounds of all loops of a reading, so that a file cannot keep {@code check} busy without end. */
public final class Rounds {
    private static final int MOST = 100_000;

    private Rounds() {}

    /** Called by compiled runbooks at the start of every round. */
    public static void next() {
        if (Reading.current().round() > MOST) {
            throw new Unreadable("the loops of this runbook make more than " + MOST + " rounds");
        }
    }
}
