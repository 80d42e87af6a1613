package dev.runbook.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The latest start of a runbook by a trigger, for one lock.
 *
 * @param claim the lock, or the runbook if it has none
 * @param at milliseconds since 1970
 * @param asked the incident of a start that waits, or has waited, for an approval; empty for one that began at once
 */
public record LastStart(String claim, String trigger, Severity severity, long at, String asked) {
    /** Returns the same after the wall clock was set. */
    public LastStart shifted(Duration by) {
        return new LastStart(claim, trigger, severity, at + by.toMillis(), asked);
    }

    boolean beganAtOnce() {
        return asked.isEmpty();
    }

    /** Returns what is left of a cooldown; empty when it is over. */
    Optional<Duration> rest(Duration cooldown, Instant now) {
        Duration passed = Duration.ofMillis(now.toEpochMilli() - at);
        return passed.compareTo(cooldown) < 0 && !passed.isNegative()
                ? Optional.of(cooldown.minus(passed))
                : Optional.empty();
    }
}
