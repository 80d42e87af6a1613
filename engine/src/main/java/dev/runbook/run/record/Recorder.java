package dev.runbook.run.record;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Journal;
import dev.runbook.journal.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Writes each event to the journal first, then notifies watchers. Thread-safe. */
public final class Recorder {
    private final Journal journal;
    private final List<Consumer<Entry>> watchers = new CopyOnWriteArrayList<>();
    private volatile String head = "";

    public Recorder(Journal journal) {
        this.journal = journal;
    }

    /** Adds a watcher. Watchers are called on the recording thread, after the record is on disk. */
    public void subscribe(Consumer<Entry> watcher) {
        watchers.add(watcher);
    }

    /** Returns the hash of the last record, which covers all records before it; empty before the first. */
    public String head() {
        return head;
    }

    public Entry record(Event event) {
        Entry entry = journal.append(event);
        head = entry.hash();
        watchers.forEach(watcher -> watcher.accept(entry));
        return entry;
    }
}
