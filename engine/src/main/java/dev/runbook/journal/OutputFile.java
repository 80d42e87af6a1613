package dev.runbook.journal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one attempt printed, as it came: the head goes straight to the file; past the cap the last part is kept in memory
 * and follows at the end, with a line that says how much is missing between them. An index beside it says when and where
 * each piece came from: {@code MILLIS STREAM LENGTH SOURCE}, in the order of the file.
 *
 * <p>A disk that fills up loses output, never the run: what could not be kept counts as dropped. Thread-safe.
 */
public final class OutputFile implements AutoCloseable {
    private static final long HEAD = 32L * 1024 * 1024;
    private static final int TAIL = 256 * 1024;
    private static final long MOST_PIECES = 100_000;

    private final OutputStream file;
    private final BufferedWriter index;
    private final byte[] tail = new byte[TAIL];
    private long bytes;
    private long written;
    private long pieces;
    private boolean closed;
    private boolean failed;

    OutputFile(Path path) {
        try {
            file = Files.newOutputStream(Files.createFile(path, Permissions.file()), StandardOpenOption.WRITE);
            index = Files.newBufferedWriter(Files.createFile(Path.of(path + ".index"), Permissions.file()));
        } catch (IOException refused) {
            throw new JournalException("cannot write the output file " + path + ": " + refused.getMessage(), refused);
        }
    }

    /** @param millis since the attempt's start */
    public synchronized void write(long millis, String stream, String source, byte[] data, int offset, int length) {
        if (closed || length == 0) {
            return;
        }
        int head = (int) Math.min(length, Math.max(0, HEAD - bytes));
        try {
            if (head > 0 && !failed) {
                file.write(data, offset, head);
                written += head;
                piece(millis, stream, source, head);
            }
        } catch (IOException full) {
            failed = true;
        }
        for (int i = head; i < length; i++) {
            tail[(int) ((bytes + i - HEAD) % TAIL)] = data[offset + i];
        }
        bytes += length;
    }

    private void piece(long millis, String stream, String source, int length) throws IOException {
        if (pieces++ < MOST_PIECES) {
            index.write(millis + " " + stream + " " + length + (source.isEmpty() ? "" : " " + source) + "\n");
        }
    }

    public synchronized long bytes() {
        return bytes;
    }

    /** How many of them are not in the file; final after {@link #close}. */
    public synchronized long droppedBytes() {
        return bytes - written;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (file;
                index) {
            keepTail();
        } catch (IOException full) {
            failed = true;
        }
    }

    private void keepTail() throws IOException {
        long past = bytes - HEAD;
        if (past <= 0 || failed) {
            return;
        }
        int kept = (int) Math.min(past, TAIL);
        if (past > kept) {
            file.write(("\n… " + (past - kept) + " bytes left out here …\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        int start = (int) ((past - kept) % TAIL);
        int first = Math.min(kept, TAIL - start);
        file.write(tail, start, first);
        file.write(tail, 0, kept - first);
        written += kept;
    }
}
