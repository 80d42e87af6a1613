package dev.runbook.notify;

import java.util.function.Consumer;

/** Delivers notices beside the run. Never blocks, delays or fails its caller. Thread-safe. */
public interface Notifier extends AutoCloseable {
    /** @param then told once, on a thread of the notifier, how it went */
    void deliver(Notice notice, Consumer<Delivery> then);

    /** Waits for what is under way, each no longer than its own {@code within}. */
    @Override
    void close();
}
