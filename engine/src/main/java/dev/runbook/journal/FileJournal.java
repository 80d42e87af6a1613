package dev.runbook.journal;

import dev.runbook.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** A journal in a file. The kernel has said that a record is on disk before {@link #append} returns. */
final class FileJournal implements Journal {
    private final Path file;
    private final FileChannel channel;
    private final Clock clock;
    private final long originNanos;
    private long number;
    private String hash;
    private boolean broken;

    private FileJournal(Path file, FileChannel channel, Clock clock, long originNanos, long number, String hash) {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
        this.originNanos = originNanos;
        this.number = number;
        this.hash = hash;
    }

    /** A new file, which must not be there yet. */
    static FileJournal create(Path file, Clock clock) {
        try {
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Permissions.file());
            return new FileJournal(file, channel, clock, clock.nanos(), 0, JournalLine.FIRST_HASH);
        } catch (IOException refused) {
            throw unwritable(file, refused);
        }
    }

    /**
     * Goes on after the last good record; a torn tail is cut off. The time since counts: it is taken from the wall clock,
     * the only one that ran on.
     */
    static FileJournal reopen(JournalText text, Clock clock) {
        Entry last = text.entries().get(text.entries().size() - 1);
        try {
            FileChannel channel = FileChannel.open(text.file(), StandardOpenOption.WRITE);
            channel.truncate(text.goodBytes());
            channel.position(text.goodBytes());
            long away = Math.max(0, ChronoUnit.NANOS.between(last.at(), clock.wall()));
            long origin = clock.nanos() - last.sinceStartNanos() - away;
            return new FileJournal(text.file(), channel, clock, origin, last.number(), last.hash());
        } catch (IOException refused) {
            throw unwritable(text.file(), refused);
        }
    }

    @Override
    public synchronized Entry append(Event event) {
        if (broken) {
            throw new JournalException("the journal " + file + " failed before; nothing more is recorded or done");
        }
        Instant at = clock.wall().truncatedTo(ChronoUnit.MILLIS);
        Entry entry = JournalLine.entry(number + 1, at, clock.nanos() - originNanos, event, hash);
        try {
            ByteBuffer line = ByteBuffer.wrap(JournalLine.write(entry));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException refused) {
            broken = true; // after a failed fsync the kernel may call lost pages clean: never trust a second one
            throw unwritable(file, refused);
        }
        number = entry.number();
        hash = entry.hash();
        return entry;
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException afterSync) {
            broken = true; // every record was synced by itself; nothing is lost
        }
    }

    private static JournalException unwritable(Path file, IOException cause) {
        return new JournalException(
                "cannot write the journal " + file + ": " + cause.getMessage()
                        + "; nothing is done unrecorded, so the run stops here",
                cause);
    }
}
