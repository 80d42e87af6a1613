package dev.runbook.model;

/**
 * The RTO clock within a run.
 *
 * @param zeroMs the clock's zero, since the run's start; negative when the outage had begun before
 * @param started whether it was started
 * @param stoppedMs where it was stopped, -1 if it was not
 * @param rtoMs the RTO, -1 for none
 * @param atRiskMs when it was reported to be at risk, -1 if never
 * @param breachedMs when it was breached, -1 if never
 * @param expectedMs when it is expected to stop, on the clock; -1 if nothing but budgets says so, or once it has
 *     stopped
 */
public record ClockView(
        long zeroMs,
        boolean started,
        long stoppedMs,
        long rtoMs,
        long limitMs,
        long atRiskMs,
        long breachedMs,
        long expectedMs) {
    /** Returns when the RTO ends, since the run's start; -1 without one. */
    public long dueMs() {
        return rtoMs < 0 ? -1 : zeroMs + rtoMs;
    }

    /** Returns the time on the clock, up to the stop or, while it runs, to {@code nowMs}. */
    public long elapsedMs(long nowMs) {
        return started ? (stoppedMs >= 0 ? stoppedMs : nowMs) - zeroMs : 0;
    }
}
