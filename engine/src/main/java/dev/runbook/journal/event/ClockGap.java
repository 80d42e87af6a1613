package dev.runbook.journal.event;

import dev.runbook.time.TimeText;

/**
 * The clocks diverged.
 *
 * @param byMs how far; for {@link Kind#SET} negative when it was set back
 * @param inDowntime whether it was detected by a resume, for the time in which no engine worked on the run
 */
public record ClockGap(Kind kind, long byMs, boolean inDowntime) implements Event {
    /** What diverged. */
    public enum Kind {
        /** The machine slept: the RTO clock kept running, budgets did not. */
        SLEPT,
        /** The engine's process was stopped: all clocks kept running. */
        STOPPED,
        /** The wall clock was set: no effect. */
        SET
    }

    public String describe() {
        String time = TimeText.ofMs(Math.abs(byMs));
        return switch (kind) {
            case SLEPT ->
                "the machine slept for " + time + ": the RTO clock kept running, the budgets of steps did not";
            case STOPPED -> "the engine was stopped for " + time + ": the RTO clock and budgets kept running";
            case SET ->
                "the wall clock was set " + (byMs < 0 ? "back" : "forward") + " by " + time
                        + (inDowntime ? " while no engine was running" : "")
                        + ": neither the RTO clock nor a budget changes";
        };
    }
}
