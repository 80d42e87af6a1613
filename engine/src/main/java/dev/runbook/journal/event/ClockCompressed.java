package dev.runbook.journal.event;

/**
 * A drill shortens waits of a fixed length. Every time that is recorded counts them in full, as the plan has them.
 *
 * @param factor how many times faster such a wait passes
 */
public record ClockCompressed(int factor) implements Event {
    /** Returns what is shortened and what is not, for people. */
    public String describe() {
        return describe(factor);
    }

    /** Describes a factor. */
    public static String describe(int factor) {
        return "clock " + factor + "x: waits of a fixed length pass " + factor
                + " times faster and count in full on the RTO clock and on budgets; commands run at real speed";
    }
}
