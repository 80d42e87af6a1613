package dev.runbook.model;

import dev.runbook.journal.event.ClockGap;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Resumed;
import java.util.Optional;

/**
 * An interval in which the run made no progress while the RTO clock kept running.
 *
 * @param startMs and {@code endMs}: since the run's start
 * @param why {@code interrupted, no engine running}
 * @param budgeted whether the budgets of steps kept running too
 */
public record Pause(long startMs, long endMs, String why, boolean budgeted) {
    /** Returns the pause that ends with an event; empty for all but a resume and a clock gap. */
    public static Optional<Pause> before(Event event, long ms) {
        if (event instanceof Resumed resumed) {
            return Optional.of(
                    new Pause(ms - resumed.downtimeMs(), ms, resumed.after().describe(), false));
        }
        if (event instanceof ClockGap gap && gap.kind() != ClockGap.Kind.SET) {
            boolean slept = gap.kind() == ClockGap.Kind.SLEPT;
            String why = slept ? "the machine slept" : "the engine was stopped";
            return Optional.of(new Pause(ms - gap.byMs(), ms, why, !slept));
        }
        return Optional.empty();
    }

    /** Returns how many milliseconds of the pause are between these two. */
    public long within(long fromMs, long toMs) {
        return Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
    }
}
