package dev.runbook.run;

import dev.runbook.plan.Task;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a task's time went into: its probe, its action, the waits between attempts, its verifies. Thread-safe. */
final class TaskTimings {
    /** In the order it is told. */
    private enum Part {
        PROBE,
        ACTION,
        WAITS,
        VERIFIES
    }

    private final Clock clock;
    private final Map<Part, Long> spent = new EnumMap<>(Part.class);
    private Part part = Part.PROBE;
    private long mark;

    TaskTimings(Clock clock) {
        this.clock = clock;
        this.mark = clock.nanos();
    }

    /** An attempt begins. */
    synchronized void acting() {
        enter(Part.ACTION);
    }

    /** It has ended. */
    synchronized void acted() {
        enter(Part.VERIFIES);
    }

    /** A wait has begun when the attempt before it ended. */
    synchronized void pausing() {
        part = Part.WAITS;
    }

    private void enter(Part next) {
        long now = clock.nanos();
        spent.merge(part, now - mark, Long::sum);
        mark = now;
        part = next;
    }

    /** Who ate the time, whether it has ended or goes on. */
    synchronized String blame(Task.Kind kind) {
        enter(part);
        return spent.entrySet().stream()
                .filter(one -> one.getValue() >= 1_000_000)
                .map(one -> TimeText.of(Duration.ofNanos(one.getValue())) + " " + where(one.getKey(), kind))
                .collect(Collectors.joining(", "));
    }

    private static String where(Part part, Task.Kind kind) {
        return switch (part) {
            case PROBE -> "in asking whether it was done";
            case ACTION -> kind == Task.Kind.VERIFY ? "in asking" : "in its own action";
            case WAITS -> "in waits between attempts";
            case VERIFIES -> "in its verifies";
        };
    }
}
