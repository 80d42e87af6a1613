package dev.runbook.run;

import dev.runbook.journal.Entry;
import dev.runbook.journal.Event;
import dev.runbook.journal.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Writes what happens to the journal first, then tells those who watch. Thread-safe. */
final class Recorder {
    private final Journal journal;
    private final List<Consumer<Entry>> watchers = new CopyOnWriteArrayList<>();
    private volatile String head = "";

    Recorder(Journal journal) {
        this.journal = journal;
    }

    /** Watchers are told on the thread that records, after the record is on disk. */
    void subscribe(Consumer<Entry> watcher) {
        watchers.add(watcher);
    }

    /** The hash of a record written just now, which names all before it; empty before the first. */
    String head() {
        return head;
    }

    Entry record(Event event) {
        Entry entry = journal.append(event);
        head = entry.hash();
        watchers.forEach(watcher -> watcher.accept(entry));
        return entry;
    }
}
