package dev.runbook.journal.event;

import java.time.Instant;

/**
 * The RTO clock starts; {@code elapsedMs} has already passed ({@code --since}).
 *
 * @param began when the clock started, an ISO text; empty in an older journal
 */
public record ClockStarted(
        Reason reason, long elapsedMs, @IsoInstant String began) implements Event {
    /** What starts the clock. */
    public enum Reason {
        RUN_STARTED,
        /** The outage began earlier, as the operator said. */
        OUTAGE_BEGAN,
        /** The run reached {@code startClock()}. */
        START_CLOCK
    }

    /** @param recordedAt when this record was written */
    public Instant began(Instant recordedAt) {
        return began.isEmpty() ? recordedAt.minusMillis(elapsedMs) : Instant.parse(began);
    }

    /** Returns the reason for people: {@code since 2026-01-31T11:58:00Z}. */
    public String describe() {
        return switch (reason) {
            case RUN_STARTED -> "the run's start";
            case OUTAGE_BEGAN -> "since " + began;
            case START_CLOCK -> "startClock()";
        };
    }
}
