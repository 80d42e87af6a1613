package dev.runbook.watch;

import dev.runbook.time.Boot;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices that the wall clock was set: within a process by the clock that only elapses, between two processes on the
 * same boot of the machine by its uptime. Used by one thread.
 */
final class ClockJumps {
    /** Less is the usual correction of a clock that runs fast or slow. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Clock clock;
    private Optional<Reading> last = Optional.empty();
    private Optional<WatchState.Clocks> kept = Optional.empty();

    ClockJumps(Clock clock) {
        this.clock = clock;
    }

    private record Reading(Instant wall, long elapsingNanos) {}

    /** Continues from the clocks that an earlier process has read last. */
    void continueFrom(Optional<WatchState.Clocks> earlier) {
        kept = earlier;
    }

    /** Returns the clocks as of the last look, for the next process; empty if the boot of the machine is unknown. */
    Optional<WatchState.Clocks> kept() {
        return kept;
    }

    /** Returns by how much the wall clock was set since the last call, negative for back; empty if it was not. */
    Optional<Duration> look() {
        Reading now = new Reading(clock.wall(), clock.elapsingNanos());
        Optional<Boot> boot = clock.boot();
        Optional<Duration> jump = last.map(before ->
                        Duration.between(before.wall, now.wall).minusNanos(now.elapsingNanos - before.elapsingNanos))
                .or(() -> boot.flatMap(machine -> sinceEarlierProcess(machine, now.wall)))
                .filter(by -> by.abs().compareTo(LEAST.multipliedBy(clock.factor())) >= 0);
        last = Optional.of(now);
        kept = boot.map(machine -> new WatchState.Clocks(
                now.wall.toEpochMilli(), machine.id(), machine.up().toMillis()));
        return jump;
    }

    /** Describes for people that the wall clock was set. */
    static String describe(Duration by) {
        return "the clock of this machine was set " + (by.isNegative() ? "back by " : "forward by ")
                + TimeText.of(by.abs()) + "; windows and cooldowns are not affected";
    }

    /** After a restart of the machine nothing but the wall clock is known. */
    private Optional<Duration> sinceEarlierProcess(Boot now, Instant wall) {
        return kept.filter(earlier -> earlier.boot().equals(now.id()))
                .map(earlier -> Duration.ofMillis(
                        wall.toEpochMilli() - earlier.wall() - (now.up().toMillis() - earlier.upMs())));
    }
}
