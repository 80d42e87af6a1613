package dev.runbook.dsl;

import java.time.Duration;
import java.util.function.Supplier;

/** A duration that is known only in a run: {@code run.elapsed}, {@code probe.elapsed}. */
public final class RunDuration extends LaterValue {
    RunDuration(Supplier<Object> value) {
        super(value);
    }

    public RunDuration plus(Duration time) {
        return new RunDuration(() -> {
            Object now = plain();
            return computed(now, " + …", () -> ((Duration) now).plus(time));
        });
    }

    public RunDuration minus(Duration time) {
        return new RunDuration(() -> {
            Object now = plain();
            return computed(now, " - …", () -> ((Duration) now).minus(time));
        });
    }
}
