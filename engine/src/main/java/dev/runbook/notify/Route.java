package dev.runbook.notify;

import java.io.IOException;

/** The way a notice takes to one kind of channel. Safe for several threads. */
interface Route {
    /**
     * Delivers it within the notice's own time, blocking.
     *
     * @throws java.io.InterruptedIOException when the time is up
     * @throws IOException with one line for people, without the channel's address: it may be a secret
     */
    void send(Notice notice) throws IOException;
}
