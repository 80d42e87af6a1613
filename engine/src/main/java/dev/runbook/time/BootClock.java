package dev.runbook.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Measures how long the machine was asleep, from Linux's {@code /proc}; {@link System#nanoTime} does not count that
 * time. Reads {@code /proc} only when the wall clock and the monotonic clock have drifted apart, which every sleep
 * causes. Thread-safe.
 */
final class BootClock {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long MOVED_MS = 500;
    /** The clock has a resolution of a hundredth of a second. */
    private static final long COARSE_NANOS = 100_000_000;

    private long drift = drift();
    private final Optional<Long> ahead = ahead();
    private long slept;

    /** Returns the time asleep since this object was created. */
    synchronized Duration slept() {
        long now = drift();
        if (ahead.isPresent() && Math.abs(now - drift) >= MOVED_MS) {
            drift = now;
            ahead().map(nanos -> nanos - ahead.get())
                    .filter(nanos -> nanos - slept >= COARSE_NANOS)
                    .ifPresent(nanos -> slept = nanos);
        }
        return Duration.ofNanos(slept);
    }

    static Optional<Boot> boot() {
        try {
            return Optional.of(new Boot(Files.readString(ID).strip(), Duration.ofNanos(up())));
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns how far the wall clock is ahead of the monotonic clock. */
    private static long drift() {
        return System.currentTimeMillis() - System.nanoTime() / 1_000_000;
    }

    /** Returns how far the clock that includes sleep is ahead of the monotonic clock. */
    private static Optional<Long> ahead() {
        try {
            return Optional.of(up() - System.nanoTime());
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static long up() throws IOException {
        String text = Files.readString(UPTIME);
        return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1_000_000_000);
    }
}
