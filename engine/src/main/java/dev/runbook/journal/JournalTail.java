package dev.runbook.journal;

import dev.runbook.AuthorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows a journal that is being written: each call returns the records added since the last one. Reads only. For one
 * thread.
 */
public final class JournalTail implements AutoCloseable {
    private final Path file;
    private final SeekableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private String head = JournalLine.FIRST_HASH;
    private long records;
    /** The start of the first record that was not returned yet. */
    private long position;

    private JournalTail(Path file, SeekableByteChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws JournalException when it cannot be opened */
    static JournalTail of(Path file) {
        try {
            return new JournalTail(file, JournalReader.open(file));
        } catch (IOException unreadable) {
            throw JournalReader.unreadable(file, unreadable);
        }
    }

    /**
     * @throws JournalException when the file cannot be read
     * @throws AuthorException when a record is damaged: it was changed while it was followed
     */
    public List<Entry> more() {
        List<Entry> more = new ArrayList<>();
        try {
            channel.position(position);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (channel.read(buffer.clear()) > 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    if (next == '\n') {
                        more.add(accept(line.toByteArray()));
                        line.reset();
                    } else {
                        line.write(next);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw JournalReader.unreadable(file, unreadable);
        }
        return more;
    }

    private Entry accept(byte[] line) {
        try {
            Entry entry = JournalLine.read(line, 0, line.length, Optional.of(head));
            head = entry.hash();
            records++;
            position += line.length + 1L;
            return entry;
        } catch (JournalException bad) {
            throw new AuthorException(
                    "journal " + file + " damaged at record " + (records + 1) + ": " + bad.getMessage(), bad);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // it was only read
        }
    }
}
