package dev.runbook.journal;

import dev.runbook.journal.event.Event;

/**
 * Records the events of a run. Appending is durable when it returns (fsync; an {@linkplain Event#awaited unawaited}
 * record with the one after it), or throws and the run must stop: nothing is done unrecorded. Safe for several threads;
 * entries get one order.
 */
public interface Journal extends AutoCloseable {
    /** @throws JournalException when the record cannot be made durable (disk full, read-only); never retried */
    Entry append(Event event);

    @Override
    void close();
}
