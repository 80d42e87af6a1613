package dev.runbook.lab.postgres;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Formats instants for the lab's file names: UTC with exactly three digits of milliseconds, so that names sort by time.
 */
final class Moment {
    private Moment() {}

    /**
     * Returns the next instant with that format; never a full second, which would be written without its milliseconds.
     */
    static Instant after(Instant instant) {
        Instant next = instant.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        return next.equals(next.truncatedTo(ChronoUnit.SECONDS)) ? next.plusMillis(1) : next;
    }
}
