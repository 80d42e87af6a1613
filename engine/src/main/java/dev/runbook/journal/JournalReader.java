package dev.runbook.journal;

import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.value.FileReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a journal up to the first damage and reports where that is. No content makes it throw, only a file that cannot
 * be opened, and one of a newer format, which this engine cannot interpret.
 */
final class JournalReader {
    private static final int LONGEST_LINE = 64 << 20;
    private static final int BUFFER = 1 << 16;
    /** The kind of a record, in either format. */
    private static final byte[] RESUMED = ":\"Resumed\"".getBytes(StandardCharsets.UTF_8);

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    private final boolean chainOnly;
    private final List<Entry> entries = new ArrayList<>();
    private long records;
    private String head = JournalLine.FIRST_HASH;
    private long length;

    private JournalReader(InputStream in, boolean chainOnly) {
        this.in = in;
        this.chainOnly = chainOnly;
    }

    /**
     * @throws JournalException when the file cannot be opened or read
     * @throws NewerFormatException when a newer engine wrote it
     */
    static JournalText read(Path file) {
        return read(file, false);
    }

    /**
     * Verifies the chain of hashes and parses only the records of resumes.
     *
     * @throws JournalException when the file cannot be opened or read
     */
    static JournalScan scan(Path file) {
        JournalText text = read(file, true);
        return new JournalScan(
                text.flaw(),
                text.entries().stream().map(entry -> (Resumed) entry.event()).toList());
    }

    private static JournalText read(Path file, boolean chainOnly) {
        try (SeekableByteChannel channel = open(file)) {
            return new JournalReader(Channels.newInputStream(channel), chainOnly).read();
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    /** @throws IOException also for a link, and for a pipe, whose reader would wait without end */
    static SeekableByteChannel open(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file)) {
            PrivateFiles.plain(file);
        }
        return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    static JournalException unreadable(Path file, IOException why) {
        return new JournalException("cannot read the journal " + file + ": " + FileReason.of(why), why);
    }

    private JournalText read() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean whole = line(line);
            byte[] bytes = line.toByteArray();
            if (!whole) {
                return bytes.length == 0
                        ? text(JournalText.Tail.NONE, "")
                        : flawed(JournalLine.torn(bytes), bytes.length + " bytes without an end");
            }
            try {
                accept(bytes);
            } catch (NewerFormatException newer) {
                throw newer;
            } catch (JournalException bad) {
                return flawed(false, bad.getMessage());
            }
        }
    }

    private JournalText flawed(boolean torn, String what) {
        String damage = "record " + (records + 1) + " at byte " + length + ": " + what;
        return text(torn ? JournalText.Tail.TORN : JournalText.Tail.DAMAGED, damage);
    }

    private JournalText text(JournalText.Tail tail, String damage) {
        return new JournalText(
                List.copyOf(entries), length, tail, damage, tail == JournalText.Tail.NONE ? 0 : records + 1);
    }

    private void accept(byte[] line) {
        if (chainOnly) {
            head = JournalLine.hash(line, 0, line.length, Optional.of(head));
            if (holds(line, RESUMED)) {
                Entry entry = JournalLine.read(line, 0, line.length, Optional.empty());
                if (entry.event() instanceof Resumed) {
                    entries.add(entry);
                }
            }
        } else {
            Entry entry = JournalLine.read(line, 0, line.length, Optional.of(head));
            if (entry.number() != records + 1L) {
                throw new JournalException("it calls itself record " + entry.number());
            }
            mustBeReadable(entry);
            entries.add(entry);
            head = entry.hash();
        }
        records++;
        length += line.length + 1L;
    }

    private static boolean holds(byte[] line, byte[] part) {
        for (int at = 0; at <= line.length - part.length; at++) {
            if (Arrays.equals(line, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static void mustBeReadable(Entry entry) {
        if (entry.event() instanceof RunStarted started && started.format() > RunStarted.FORMAT) {
            throw new NewerFormatException(started);
        }
    }

    /** Reads the bytes up to the next line break; returns whether there was one. */
    private boolean line(ByteArrayOutputStream line) throws IOException {
        while (line.size() <= LONGEST_LINE) {
            if (from == to) {
                from = 0;
                to = in.read(buffer);
                if (to <= 0) {
                    to = 0;
                    return false;
                }
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            boolean found = end < to;
            from = found ? end + 1 : end;
            if (found) {
                return true;
            }
        }
        return true; // no record is this long: it is rejected
    }
}
