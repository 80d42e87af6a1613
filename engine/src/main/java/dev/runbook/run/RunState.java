package dev.runbook.run;

import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What the run tells of itself to bodies and messages: {@code run.id}, {@code run.status}, … A runbook inside the run has
 * a status and a cause of its own. Thread-safe.
 */
final class RunState {
    static final List<String> NAMES = List.of("id", "status", "cause", "startedAt", "elapsed");

    private final String id;
    private final Clock clock;
    private volatile Instant startedAt;
    private volatile long startNanos;
    private volatile String status = "running";
    private volatile String cause = "";

    RunState(String id, Clock clock) {
        this(id, clock, clock.wall(), clock.elapsingNanos());
    }

    private RunState(String id, Clock clock, Instant startedAt, long startNanos) {
        this.id = id;
        this.clock = clock;
        this.startedAt = startedAt.truncatedTo(ChronoUnit.SECONDS);
        this.startNanos = startNanos;
    }

    /** The run goes on: it began then, so long ago. */
    void resumed(Instant began, Duration ago) {
        startedAt = began.truncatedTo(ChronoUnit.SECONDS);
        startNanos = clock.elapsingNanos() - ago.toNanos();
    }

    /** Since the run's first record, on the journal's axis. */
    Duration elapsed() {
        return Duration.ofNanos(clock.elapsingNanos() - startNanos);
    }

    /** For a runbook that begins inside the run. */
    RunState inner() {
        return new RunState(id, clock, startedAt, startNanos);
    }

    void ended(RunbookEnd end) {
        status = end.status().word();
        cause = end.cause();
    }

    Optional<Object> value(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "id" -> id;
                    case "status" -> status;
                    case "cause" -> cause;
                    case "startedAt" -> startedAt.toString();
                    case "elapsed" -> TimeText.of(elapsed());
                    default -> null;
                });
    }
}
