package dev.runbook.time;

import java.time.Duration;

/** The instant at which a budget ends, on the monotonic clock. */
public record Deadline(Clock clock, long atNanos) {
    /** Longer than any recovery, and safe from overflow when durations are added. */
    private static final Duration FAR = Duration.ofDays(365);

    public static Deadline in(Clock clock, Duration time) {
        Duration bounded = Durations.shorter(time, FAR);
        return new Deadline(clock, clock.nanos() + bounded.toNanos());
    }

    /** Returns a deadline that no run reaches. */
    public static Deadline never(Clock clock) {
        return in(clock, FAR);
    }

    /** Returns the time left; never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - clock.nanos()));
    }

    public boolean passed() {
        return atNanos - clock.nanos() <= 0;
    }

    /** Returns the earlier deadline: a member never outlives its container. */
    Deadline or(Deadline other) {
        return atNanos - other.atNanos <= 0 ? this : other;
    }

    public Deadline orIn(Duration time) {
        return or(in(clock, time));
    }
}
