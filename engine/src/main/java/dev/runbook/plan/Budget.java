package dev.runbook.plan;

import java.time.Duration;
import java.util.Optional;

/** The time an author allows. With a {@code limit}, overrun is reported at {@code time} and stopped at the limit. */
public record Budget(Duration time, Optional<Duration> limit) {
    public static Budget of(Duration time) {
        return new Budget(time, Optional.empty());
    }

    public Duration stopsAfter() {
        return limit.orElse(time);
    }
}
