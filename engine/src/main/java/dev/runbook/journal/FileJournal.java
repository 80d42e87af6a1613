package dev.runbook.journal;

import dev.runbook.journal.event.Event;
import dev.runbook.time.Clock;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A journal in a file: each append is one write, and one fsync where the run awaits the record. After the first failure
 * it accepts nothing more: what an fsync lost once, a second one does not restore. Created by {@link RunFolder}.
 * Thread-safe.
 */
public final class FileJournal implements Journal {
    private final Disk disk;
    private final String name;
    private final Clock clock;
    private final AutoCloseable hold;
    private final long originNanos;
    private long number;
    private String head;
    private JournalException broken;

    /**
     * @param hold released when the journal is closed
     * @param last the last entry of a file that is continued, from which numbers, hashes and times continue; empty for
     *     a fresh file
     * @param away how long no engine worked on the run
     */
    FileJournal(Disk disk, String name, Clock clock, AutoCloseable hold, Optional<Entry> last, Duration away) {
        this.disk = disk;
        this.name = name;
        this.clock = clock;
        this.hold = hold;
        long before = last.map(entry -> entry.sinceStartNanos() + Math.max(0, away.toNanos()))
                .orElse(0L);
        this.originNanos = clock.elapsingNanos() - before;
        this.number = last.map(Entry::number).orElse(0L);
        this.head = last.map(Entry::hash).orElse(JournalLine.FIRST_HASH);
    }

    @Override
    public synchronized Entry append(Event event) {
        if (broken != null) {
            throw new JournalException(broken.getMessage(), broken);
        }
        Instant at = clock.wall().truncatedTo(ChronoUnit.MILLIS);
        Entry entry = JournalLine.entry(number + 1, at, clock.elapsingNanos() - originNanos, event, head);
        try {
            disk.write(JournalLine.write(entry));
            if (event.awaited()) {
                disk.sync();
            }
        } catch (IOException failed) {
            broken = new JournalException(
                    "cannot write the journal " + name + ": " + FileReason.of(failed)
                            + "; nothing is done unrecorded, so the run stops here",
                    failed);
            throw broken;
        }
        number = entry.number();
        head = entry.hash();
        return entry;
    }

    @Override
    public synchronized void close() {
        if (broken == null) {
            broken = new JournalException("the journal " + name + " is closed");
        }
        try (hold) {
            disk.close();
        } catch (Exception failed) {
            System.getLogger(FileJournal.class.getName()).log(System.Logger.Level.DEBUG, "closing " + name, failed);
        }
    }
}
