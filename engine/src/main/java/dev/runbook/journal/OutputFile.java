package dev.runbook.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Keeps what one attempt prints: its bytes unchanged, and beside them an index of source and time. Past {@link #HEAD}
 * bytes only the last {@link #TAIL} are kept, after a line that says how many are missing.
 *
 * <p>A full disk loses output, never the run: what could not be kept counts as dropped. Thread-safe.
 */
public final class OutputFile implements AutoCloseable {
    /** Written through immediately, so that it survives the engine's death. */
    static final int HEAD = 4 << 20;

    /** Held in memory until the end. */
    static final int TAIL = 256 << 10;

    private static final int MOST_PIECES = 100_000;
    private static final int LONGEST_JOINED = 4 << 10;

    private final OutputStream file;
    private final OutputStream index;
    private final Deque<OutputBytes> tail = new ArrayDeque<>();
    private final OutputHash hash = new OutputHash();
    private long bytes;
    private long written;
    private long ownWords;
    private int held;
    private int pieces;
    private boolean closed;

    OutputFile(Path path) throws IOException {
        file = open(path);
        try {
            index = open(index(path));
        } catch (IOException unwritable) {
            file.close();
            throw unwritable;
        }
    }

    /** Opens the file. Not a channel: channels close themselves when a writing thread is interrupted. */
    private static OutputStream open(Path path) throws IOException {
        PrivateFiles.create(path).close();
        return new FileOutputStream(path.toFile(), true);
    }

    static Path index(Path output) {
        return output.resolveSibling(output.getFileName() + ".index");
    }

    /**
     * @param millis since the attempt's start
     * @param stream {@code OUT}, {@code ERR} or {@code NOTE}
     * @param source the host where an action has several, else empty
     */
    public synchronized void write(long millis, String stream, String source, byte[] data, int offset, int length) {
        if (closed || length <= 0) {
            return;
        }
        bytes += length;
        int head = tail.isEmpty() ? (int) Math.min(length, HEAD - written) : 0;
        if (head > 0) {
            keep(millis, stream, source, data, offset, head);
        }
        if (head < length) {
            hold(new OutputBytes(millis, stream, source, Arrays.copyOfRange(data, offset + head, offset + length)));
        }
    }

    private void keep(long millis, String stream, String source, byte[] data, int offset, int length) {
        try {
            file.write(data, offset, length);
            hash.output(data, offset, length);
            written += length;
            if (pieces++ < MOST_PIECES) {
                byte[] piece =
                        new OutputPiece(millis, stream, length, source).line().getBytes(StandardCharsets.UTF_8);
                index.write(piece);
                hash.index(piece);
            }
        } catch (IOException full) {
            // counts as dropped; a full disk stops the run at its next record
        }
    }

    private void hold(OutputBytes piece) {
        OutputBytes last = tail.peekLast();
        if (last != null && last.continuedBy(piece) && last.bytes().length < LONGEST_JOINED) {
            tail.pollLast();
            tail.add(last.with(piece.bytes()));
        } else {
            tail.add(piece);
        }
        held += piece.bytes().length;
        while (held - tail.peekFirst().bytes().length >= TAIL) {
            held -= tail.pollFirst().bytes().length;
        }
    }

    public synchronized long bytes() {
        return bytes;
    }

    /** Returns how many of the bytes are not in the file; final after {@link #close}. */
    public synchronized long droppedBytes() {
        return bytes - (written - ownWords);
    }

    /** Returns the {@link OutputHash} of the file and its index; final after {@link #close}. */
    public synchronized String hash() {
        return hash.hex();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        keepTail();
        try (file;
                index) {
            tail.clear();
        } catch (IOException afterWrite) {
            // nothing was buffered
        }
    }

    private void keepTail() {
        long dropped = bytes - written - held;
        if (dropped > 0 && !tail.isEmpty()) {
            byte[] line = ("\n… " + dropped + " bytes left out here …\n").getBytes(StandardCharsets.UTF_8);
            long before = written;
            keep(tail.peekFirst().atMs(), "NOTE", "", line, 0, line.length);
            ownWords = written - before;
        }
        for (OutputBytes piece : tail) {
            keep(piece.atMs(), piece.stream(), piece.source(), piece.bytes(), 0, piece.bytes().length);
        }
    }
}
