package dev.runbook.journal;

import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The first and the last good record of a journal, found without reading the records between. */
public record JournalEnds(Optional<Entry> first, Optional<Entry> last) {
    /** The size in which either end of a file is searched first; it grows for a longer record. */
    private static final int WINDOW = 1 << 16;

    private static final int GROWTH = 16;

    /** Returns the record of the run's start, which is the first of an intact journal. */
    public Optional<RunStarted> started() {
        return first.map(Entry::event).filter(RunStarted.class::isInstance).map(RunStarted.class::cast);
    }

    /** Returns the end of the run, if it is the last record. */
    public Optional<RunFinished> finished() {
        return last.map(Entry::event).filter(RunFinished.class::isInstance).map(RunFinished.class::cast);
    }

    static JournalEnds read(Path file) {
        try (SeekableByteChannel channel = JournalReader.open(file)) {
            Optional<Entry> first = first(channel);
            Optional<Entry> last = last(channel);
            return first.isPresent() && last.isPresent() ? new JournalEnds(first, last) : of(JournalReader.read(file));
        } catch (IOException unreadable) {
            throw JournalReader.unreadable(file, unreadable);
        }
    }

    private static JournalEnds of(JournalText reading) {
        int records = reading.entries().size();
        return records == 0
                ? new JournalEnds(Optional.empty(), Optional.empty())
                : new JournalEnds(
                        Optional.of(reading.entries().get(0)),
                        Optional.of(reading.entries().get(records - 1)));
    }

    private static Optional<Entry> first(SeekableByteChannel channel) throws IOException {
        long window = WINDOW;
        Optional<Entry> first = first(bytes(channel, 0, window));
        while (first.isEmpty() && window < channel.size()) { // it may hold a plan of thousands of steps
            window *= GROWTH;
            first = first(bytes(channel, 0, window));
        }
        return first;
    }

    private static Optional<Entry> last(SeekableByteChannel channel) throws IOException {
        long window = WINDOW;
        Optional<Entry> last = last(bytes(channel, Math.max(0, channel.size() - window), window));
        while (last.isEmpty() && window < channel.size()) {
            window *= GROWTH;
            last = last(bytes(channel, Math.max(0, channel.size() - window), window));
        }
        return last;
    }

    private static byte[] bytes(SeekableByteChannel channel, long from, long most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, channel.size() - from));
        channel.position(from);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                break;
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static Optional<Entry> first(byte[] beginning) {
        int end = 0;
        while (end < beginning.length && beginning[end] != '\n') {
            end++;
        }
        return end == beginning.length ? Optional.empty() : entry(beginning, 0, end);
    }

    private static Optional<Entry> last(byte[] bytes) {
        int end = bytes.length - 1;
        while (end >= 0 && bytes[end] != '\n') {
            end--;
        }
        int start = end - 1;
        while (start >= 0 && bytes[start] != '\n') {
            start--;
        }
        return end < 0 ? Optional.empty() : entry(bytes, start + 1, end);
    }

    private static Optional<Entry> entry(byte[] bytes, int from, int to) {
        try {
            return Optional.of(JournalLine.read(bytes, from, to, Optional.empty()));
        } catch (JournalException flawed) {
            return Optional.empty();
        }
    }
}
