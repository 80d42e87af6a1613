package dev.runbook.watch;

import dev.runbook.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Notices that the wall clock was set, by comparing it with the clock that only elapses. Used by one thread. */
final class ClockJumps {
    /** Less is the usual correction of a clock that runs fast or slow. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Clock clock;
    private Optional<Reading> last = Optional.empty();

    ClockJumps(Clock clock) {
        this.clock = clock;
    }

    private record Reading(Instant wall, long elapsingNanos) {}

    /** Returns by how much the wall clock was set since the last call, negative for back; empty if it was not. */
    Optional<Duration> look() {
        Reading now = new Reading(clock.wall(), clock.elapsingNanos());
        Optional<Duration> jump = last.map(before ->
                        Duration.between(before.wall, now.wall).minusNanos(now.elapsingNanos - before.elapsingNanos))
                .filter(by -> by.abs().compareTo(LEAST.multipliedBy(clock.factor())) >= 0);
        last = Optional.of(now);
        return jump;
    }
}
