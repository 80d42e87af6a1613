package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Optional;

/** Computes the elapsed time and the RTO state at this moment, from the entries so far. */
final class RunClock {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final Clock clock;
    private final boolean late;
    /** The run's start on the console's monotonic clock; entries arrive late, never early. */
    private long start = Long.MAX_VALUE;

    private long promiseStart = NOT_YET;
    private Optional<Duration> promiseEnded = Optional.empty();
    private long rtoMs = -1;
    private long expectedMs = -1;

    /** @param late whether entries may already be old when they arrive: then the wall clock determines their age */
    RunClock(Clock clock, boolean late) {
        this.clock = clock;
        this.late = late;
    }

    void recorded(Entry entry) {
        long age = late ? Math.max(0, Duration.between(entry.at(), clock.wall()).toNanos()) : 0;
        start = Math.min(start, clock.elapsingNanos() - age - entry.sinceStartNanos());
        if (entry.event() instanceof RunStarted started) {
            rtoMs = started.targets().rtoMs();
        } else if (entry.event() instanceof ClockStarted started) {
            promiseStart = entry.sinceStartNanos()
                    - Duration.ofMillis(started.elapsedMs()).toNanos();
        } else if (entry.event() instanceof ClockStopped stopped) {
            promiseEnded = Optional.of(Duration.ofMillis(stopped.elapsedMs()));
            expectedMs = -1;
        } else if (entry.event() instanceof Forecast forecast && forecast.runs() > 0) {
            expectedMs = forecast.expectedMs();
        } else if (entry.event() instanceof AtRisk risk && expectedMs >= 0) {
            expectedMs = risk.expectedMs();
        }
    }

    /** The time since the start of the run, at this moment. */
    Duration elapsed() {
        return start == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(clock.elapsingNanos() - start);
    }

    /** The time left of the RTO; negative once it is missed, empty without an RTO or before its clock starts. */
    Optional<Duration> left() {
        if (rtoMs < 0 || promiseStart == NOT_YET) {
            return Optional.empty();
        }
        Duration used = promiseEnded.orElseGet(() -> elapsed().minusNanos(promiseStart));
        return Optional.of(Duration.ofMillis(rtoMs).minus(used));
    }

    /** The time until the expected finish; empty when none is known, or when it has passed. */
    private Optional<Duration> toGo() {
        if (expectedMs < 0 || promiseStart == NOT_YET) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(expectedMs).minus(elapsed().minusNanos(promiseStart)))
                .filter(time -> time.toSeconds() > 0);
    }

    /** {@code 1m 23s elapsed · about 1m to go · 3m 37s left of RTO 5m}. */
    String text() {
        String elapsed = inSeconds(elapsed()) + " elapsed"
                + toGo().map(time -> " · about " + inSeconds(time) + " to go").orElse("");
        if (rtoMs < 0) {
            return elapsed;
        }
        String rto = "RTO " + TimeText.of(Duration.ofMillis(rtoMs));
        String promise = left().map(left -> left.isNegative()
                        ? inSeconds(left.negated()) + " over " + rto
                        : inSeconds(left) + " left of " + rto)
                .orElse(rto + ", its clock not started");
        return elapsed + " · " + promise;
    }

    /** Formats a time that changes continuously, in whole seconds. */
    static String inSeconds(Duration time) {
        return time.toSeconds() == 0 ? "0s" : TimeText.of(Duration.ofSeconds(time.toSeconds()));
    }
}
