package dev.runbook.trigger;

import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the conditions of a trigger must hold before it fires.
 *
 * @param sustained from the first bad sample to the latest one
 * @param consecutive the number of bad samples in sequence; 1 without any window
 */
public record Window(Optional<Duration> sustained, int consecutive) {
    /** Returns whether this window is reached no later than another, whatever the samples are. */
    boolean reachedNoLaterThan(Window other) {
        return sustained.orElse(Duration.ZERO).compareTo(other.sustained.orElse(Duration.ZERO)) <= 0
                && consecutive <= other.consecutive;
    }

    /** Returns the window for people: {@code for 2m}, {@code 3 in sequence}; empty when one sample is enough. */
    public String describe() {
        return sustained
                .map(time -> "for " + TimeText.of(time))
                .orElseGet(() -> consecutive > 1 ? consecutive + " in sequence" : "");
    }
}
