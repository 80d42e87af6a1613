package dev.runbook.run.state;

import dev.runbook.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The state of the run that bodies and messages can read: {@code run.id}, {@code run.status}, … A runbook inside the
 * run has its own status and cause. Thread-safe.
 */
public final class RunState {
    public static final List<String> NAMES =
            List.of("id", "status", "cause", "startedAt", "since", "elapsed", "question", "links");

    private final String id;
    private final Clock clock;
    private final AtomicReference<Instant> clockBegan;
    private final AtomicReference<Asked> asked;
    private volatile Instant startedAt;
    private volatile long startNanos;
    private volatile String status = "running";
    private volatile boolean over;
    private volatile String cause = "";

    public RunState(String id, Clock clock) {
        this(id, clock, clock.wall(), clock.elapsingNanos(), new AtomicReference<>(), new AtomicReference<>());
    }

    private RunState(
            String id,
            Clock clock,
            Instant startedAt,
            long startNanos,
            AtomicReference<Instant> clockBegan,
            AtomicReference<Asked> asked) {
        this.id = id;
        this.clock = clock;
        this.startedAt = startedAt.truncatedTo(ChronoUnit.SECONDS);
        this.startNanos = startNanos;
        this.clockBegan = clockBegan;
        this.asked = asked;
    }

    /** What people were asked last, and the links with which they answer. */
    private record Asked(String question, String links) {}

    /** Sets what people are asked, and the links with which they answer; empty if there are none. */
    public void asked(String question, String links) {
        asked.set(new Asked(question, links));
    }

    /** Sets when the RTO clock started. */
    public void clockBegan(Instant instant) {
        clockBegan.set(instant);
    }

    /** Restores the start of a resumed run, and how long ago it was. */
    public void resumed(Instant began, Duration ago) {
        startedAt = began.truncatedTo(ChronoUnit.SECONDS);
        startNanos = clock.elapsingNanos() - ago.toNanos();
    }

    /** Returns the time since the run's first record, on the journal's axis. */
    public Duration elapsed() {
        return Duration.ofNanos(clock.elapsingNanos() - startNanos);
    }

    /** Returns the state for a runbook that begins inside the run. */
    public RunState inner() {
        return new RunState(id, clock, startedAt, startNanos, clockBegan, asked);
    }

    public void ended(RunbookEnd end) {
        status = end.status().word();
        cause = end.cause();
        over = true;
    }

    /** Returns whether the runbook has ended. */
    public boolean over() {
        return over;
    }

    public Optional<Object> value(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "id" -> id;
                    case "status" -> status;
                    case "cause" -> cause;
                    case "startedAt" -> startedAt;
                    case "since" -> clockBegan.get();
                    case "elapsed" -> elapsed();
                    case "question" ->
                        Optional.ofNullable(asked.get()).map(Asked::question).orElse(null);
                    case "links" ->
                        Optional.ofNullable(asked.get())
                                .map(one -> one.links().isEmpty() ? "answer with: runbook attach " + id : one.links())
                                .orElse(null);
                    case "now" -> clock.wall().truncatedTo(ChronoUnit.MILLIS);
                    default -> null;
                });
    }
}
