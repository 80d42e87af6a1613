package dev.runbook.notify;

import java.util.function.Consumer;

/**
 * Delivers notices asynchronously, those of one channel in order. Never blocks, delays or fails its caller.
 * Thread-safe.
 */
public interface Notifier extends AutoCloseable {
    /**
     * @param then called once with the result, on a thread of the notifier
     */
    void deliver(Notice notice, Consumer<Delivery> then);

    /** Waits for the messages that are not sent yet, at most until the time limit of the last one of each channel. */
    @Override
    void close();
}
