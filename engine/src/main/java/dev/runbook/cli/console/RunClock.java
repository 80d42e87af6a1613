package dev.runbook.cli.console;

import dev.runbook.journal.Entry;
import dev.runbook.model.ClockView;
import dev.runbook.model.RunModel;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes the elapsed time and the RTO state at this moment, from the entries so far. */
final class RunClock {
    private final Clock clock;
    private final boolean late;
    /** The run's start on the console's monotonic clock; entries arrive late, never early. */
    private long start = Long.MAX_VALUE;

    private final RunModel model;

    /** @param late whether entries may already be old when they arrive: then the wall clock determines their age */
    RunClock(Clock clock, RunModel model, boolean late) {
        this.clock = clock;
        this.model = model;
        this.late = late;
    }

    void recorded(Entry entry) {
        long age = late ? Math.max(0, Duration.between(entry.at(), clock.wall()).toNanos()) : 0;
        start = Math.min(start, clock.elapsingNanos() - age - entry.sinceStartNanos());
    }

    /** Returns the time since the start of the run, at this moment. */
    Duration elapsed() {
        return start == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(clock.elapsingNanos() - start);
    }

    /**
     * Returns the time left of the RTO; negative once it is missed, empty without an RTO or before its clock starts.
     */
    Optional<Duration> left() {
        return model.clock()
                .filter(rto -> rto.rtoMs() >= 0 && rto.started())
                .map(rto ->
                        Duration.ofMillis(rto.rtoMs() - rto.elapsedMs(elapsed().toMillis())));
    }

    /** Returns the time until the expected finish; empty when none is known, or when it has passed. */
    private Optional<Duration> toGo() {
        return model.clock()
                .filter(rto -> rto.expectedMs() >= 0 && rto.started())
                .map(rto -> Duration.ofMillis(
                        rto.expectedMs() - rto.elapsedMs(elapsed().toMillis())))
                .filter(time -> time.toSeconds() > 0);
    }

    /**
     * {@code 1m 23s elapsed · about 1m to go · 3m 37s left of RTO 5m}. What does not fit is left out, the time left of
     * the RTO last.
     */
    String text(int columns) {
        String elapsed = inSeconds(elapsed()) + " elapsed";
        Optional<String> toGo = toGo().map(time -> "about " + inSeconds(time) + " to go");
        Optional<String> rto = rto();
        return Stream.of(
                        Stream.of(Optional.of(elapsed), toGo, rto),
                        Stream.of(Optional.of(elapsed), rto),
                        rto.isPresent() ? Stream.of(rto) : Stream.of(Optional.of(elapsed)))
                .map(parts -> parts.flatMap(Optional::stream).collect(Collectors.joining(" · ")))
                .filter(text -> TerminalText.width(text) <= columns)
                .findFirst()
                .orElse(TerminalText.cut(rto.orElse(elapsed), columns));
    }

    private Optional<String> rto() {
        long rtoMs = model.clock().map(ClockView::rtoMs).orElse(-1L);
        if (rtoMs < 0) {
            return Optional.empty();
        }
        String rto = "RTO " + TimeText.ofMs(rtoMs);
        String target = left().map(left -> left.isNegative()
                        ? inSeconds(left.negated()) + " over " + rto
                        : inSeconds(left) + " left of " + rto)
                .orElse(rto + ", its clock not started");
        return Optional.of(target);
    }

    /** Formats a time that changes continuously, in whole seconds. */
    static String inSeconds(Duration time) {
        return time.toSeconds() == 0 ? "0s" : TimeText.of(Duration.ofSeconds(time.toSeconds()));
    }
}
