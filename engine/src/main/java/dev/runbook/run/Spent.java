package dev.runbook.run;

import dev.runbook.plan.Task;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a task's time went into: its action, or the waits between attempts. Thread-safe. */
final class Spent {
    private final Clock clock;
    private final long began;
    private long mark;
    private long acting;
    private long waiting;
    private boolean inAction;
    private boolean inWait;

    Spent(Clock clock) {
        this.clock = clock;
        this.began = clock.nanos();
        this.mark = began;
    }

    synchronized void acting() {
        long now = clock.nanos();
        waiting += now - mark;
        mark = now;
        inAction = true;
        inWait = false;
    }

    synchronized void waiting() {
        long now = clock.nanos();
        acting += now - mark;
        mark = now;
        inAction = false;
    }

    /** A wait begins, until the next attempt does. */
    synchronized void pausing() {
        inWait = true;
    }

    private Duration total() {
        return Duration.ofNanos(clock.nanos() - began);
    }

    /** Who ate the time, whether it has ended or goes on. */
    synchronized String blame(Task.Kind kind) {
        long now = clock.nanos();
        long own = acting + (inAction ? now - mark : 0);
        long waits = waiting + (inWait ? now - mark : 0);
        long rest = total().toNanos() - own - waits;
        String action = kind == Task.Kind.VERIFY ? "in asking" : "in its own action";
        return Stream.of(part(own, action), part(waits, "in waits between attempts"), part(rest, "in its verifies"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String part(long nanos, String where) {
        return nanos < 1_000_000 ? "" : TimeText.of(Duration.ofNanos(nanos)) + " " + where;
    }
}
