package dev.runbook.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The latest start of a runbook by a trigger, for one lock.
 *
 * @param claim the lock, or the runbook if it has none
 * @param at milliseconds since 1970
 */
public record LastStart(String claim, String trigger, Severity severity, long at) {
    /** Returns what is left of a cooldown; empty when it is over. */
    Optional<Duration> rest(Duration cooldown, Instant now) {
        Duration passed = Duration.ofMillis(now.toEpochMilli() - at);
        return passed.compareTo(cooldown) < 0 && !passed.isNegative()
                ? Optional.of(cooldown.minus(passed))
                : Optional.empty();
    }
}
