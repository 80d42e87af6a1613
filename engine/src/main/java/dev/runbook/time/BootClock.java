package dev.runbook.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The clock that goes on while the machine sleeps, as Linux tells it under {@code /proc}; {@link System#nanoTime} stands still
 * meanwhile. Asked only when the wall clock has moved otherwise than the monotonic one, which a sleep always makes it do.
 * Thread-safe.
 */
final class BootClock {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long MOVED_MS = 500;
    /** The clock is told in hundredths of a second. */
    private static final long COARSE_NANOS = 100_000_000;

    private long drift = drift();
    private final Optional<Long> ahead = ahead();
    private long slept;

    /** Since this object was made. */
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
        } catch (IOException | NumberFormatException untold) {
            return Optional.empty();
        }
    }

    /** By how much the wall clock is ahead of the monotonic one. */
    private static long drift() {
        return System.currentTimeMillis() - System.nanoTime() / 1_000_000;
    }

    /** By how much the clock that never sleeps is ahead of the monotonic one. */
    private static Optional<Long> ahead() {
        try {
            return Optional.of(up() - System.nanoTime());
        } catch (IOException | NumberFormatException untold) {
            return Optional.empty();
        }
    }

    private static long up() throws IOException {
        String text = Files.readString(UPTIME);
        return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1_000_000_000);
    }
}
