package dev.runbook.notify;

import java.util.function.Consumer;

/**
 * Delivers notices beside the run, those of one channel in the order they are handed over. Never blocks, delays or fails its
 * caller. Thread-safe.
 */
public interface Notifier extends AutoCloseable {
    /** @param then told once, on a thread of the notifier, how it went */
    void deliver(Notice notice, Consumer<Delivery> then);

    /** Waits for the messages that are not sent yet, no longer than until the time of the last one of its channel is over. */
    @Override
    void close();
}
