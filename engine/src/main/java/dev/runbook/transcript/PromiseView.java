package dev.runbook.transcript;

/**
 * The promise's clock within a run.
 *
 * @param zeroMs where its zero lies, since the run's start; before it (negative) when the outage had begun earlier
 * @param started whether it was started
 * @param stoppedMs where it was stopped, -1 if it was not
 * @param rtoMs what was promised, -1 for nothing
 * @param atRiskMs when it was told to be at risk, -1 if never
 * @param breachedMs when it was broken, -1 if never
 */
public record PromiseView(
        long zeroMs, boolean started, long stoppedMs, long rtoMs, long limitMs, long atRiskMs, long breachedMs) {
    /** Where the promise ends, since the run's start; -1 without one. */
    public long dueMs() {
        return rtoMs < 0 ? -1 : zeroMs + rtoMs;
    }

    /** What of it went, up to the stop or, while it runs, to {@code nowMs}. */
    public long elapsedMs(long nowMs) {
        return started ? (stoppedMs >= 0 ? stoppedMs : nowMs) - zeroMs : 0;
    }
}
