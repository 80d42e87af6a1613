package dev.runbook.cli;

import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes on a line that is repeated, such as that of a full disk, only now and then. Thread-safe. */
final class RepeatedLines implements Consumer<String> {
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final int MOST = 1000;

    private final Clock clock;
    private final Consumer<String> next;
    private final Map<String, Long> passed = new HashMap<>();

    RepeatedLines(Clock clock, Consumer<String> next) {
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void accept(String line) {
        if (due(line)) {
            next.accept(line);
        }
    }

    private synchronized boolean due(String line) {
        long now = clock.nanos();
        Long before = passed.get(line);
        if (before != null && now - before < AGAIN.toNanos()) {
            return false;
        }
        if (passed.size() >= MOST) {
            passed.clear();
        }
        passed.put(line, now);
        return true;
    }
}
