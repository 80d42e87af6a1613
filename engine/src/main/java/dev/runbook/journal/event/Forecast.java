package dev.runbook.journal.event;

import dev.runbook.time.TimeText;

/**
 * When the RTO clock is expected to stop: recorded at the start and whenever the forecast has changed.
 *
 * @param expectedMs on the RTO clock
 * @param rtoMs -1 without an RTO
 * @param runs the number of earlier runs used; 0 if based on budgets alone
 */
public record Forecast(long expectedMs, long rtoMs, int runs) implements Event {
    /** Returns the forecast in words: {@code 2m 10s of 5m, judging by 12 earlier runs}. */
    public String describe() {
        return TimeText.ofMs(expectedMs) + (rtoMs < 0 ? "" : " of " + TimeText.ofMs(rtoMs)) + ", judging by "
                + (runs == 0 ? "its budgets" : EarlierTimes.describe(runs));
    }

    @Override
    public boolean awaited() {
        return false;
    }
}
