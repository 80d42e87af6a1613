package dev.runbook.run.execution;

import dev.runbook.plan.Task;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How a task's time was spent: its probe, its action, the waits between attempts, its verifies. Thread-safe. */
final class TaskTimings {
    /** In the order of the report. */
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

    /** Starts an attempt. */
    synchronized void acting() {
        enter(Part.ACTION);
    }

    /** Ends an attempt. */
    synchronized void acted() {
        enter(Part.VERIFIES);
    }

    /** Starts a wait, counted from the end of the previous attempt. */
    synchronized void pausing() {
        part = Part.WAITS;
    }

    private void enter(Part next) {
        long now = clock.nanos();
        spent.merge(part, now - mark, Long::sum);
        mark = now;
        part = next;
    }

    /** Returns what took the time, whether the task has ended or is still running. */
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
            case ACTION -> kind == Task.Kind.VERIFY || kind == Task.Kind.GUARD ? "in asking" : "in its own action";
            case WAITS -> "in waits between attempts";
            case VERIFIES -> "in its verifies";
        };
    }
}
