package dev.runbook.run;

import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;

/** What a task's time went into: its action, or the waits between attempts. Used by one thread. */
final class Spent {
    private final Clock clock;
    private final long began;
    private long mark;
    private long acting;
    private long waiting;

    Spent(Clock clock) {
        this.clock = clock;
        this.began = clock.nanos();
        this.mark = began;
    }

    void acting() {
        long now = clock.nanos();
        waiting += now - mark;
        mark = now;
    }

    void waiting() {
        long now = clock.nanos();
        acting += now - mark;
        mark = now;
    }

    Duration total() {
        return Duration.ofNanos(clock.nanos() - began);
    }

    /** Who ate the time. */
    String blame() {
        String own = TimeText.of(Duration.ofNanos(acting)) + " in its own action";
        String waits = TimeText.of(Duration.ofNanos(waiting)) + " in waits between attempts";
        String rest = TimeText.of(total().minusNanos(acting + waiting)) + " in its verifies";
        boolean verified = total().minusNanos(acting + waiting).toMillis() > 0;
        return own + (waiting >= 1_000_000 ? ", " + waits : "") + (verified ? ", " + rest : "");
    }
}
