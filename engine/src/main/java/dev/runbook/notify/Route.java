package dev.runbook.notify;

import java.io.IOException;

/** Delivers notices to one kind of channel. Thread-safe. */
interface Route {
    /**
     * Delivers a notice within its time limit, blocking.
     *
     * @param attempts repeats what may succeed later
     * @throws java.io.InterruptedIOException when the time limit is reached
     * @throws IOException with one line for people, without the channel's address, which may be a secret
     */
    void send(Notice notice, DeliveryAttempts attempts) throws IOException;

    /** Returns how many characters of a text are delivered; a longer one is cut. */
    default int longest() {
        return Integer.MAX_VALUE;
    }
}
