package dev.runbook.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Follows what a running attempt prints, line by line; reads only. For one thread. */
public final class OutputTail {
    private static final int LONGEST_LINE = 400;
    private static final int MOST_AT_ONCE = 1 << 20;

    private final Path file;
    private final Map<String, ByteArrayOutputStream> lines = new HashMap<>();
    private long position;
    private long indexPosition;

    OutputTail(Path file) {
        this.file = file;
    }

    /**
     * A complete line.
     *
     * @param atMs when it ended, since the attempt began
     * @param source the host where an action has several, else empty
     */
    public record Line(long atMs, String source, String text) {}

    /**
     * @param untilMs since the attempt began: later output is left for the next call
     * @param to receives each line completed since the last call
     */
    public void more(long untilMs, Consumer<Line> to) {
        String index = new String(read(OutputFile.index(file), indexPosition, MOST_AT_ONCE), StandardCharsets.UTF_8);
        int from = 0;
        for (int end = index.indexOf('\n'); end >= 0; end = index.indexOf('\n', from)) {
            String line = index.substring(from, end);
            var piece = OutputPiece.of(line);
            if (piece.isEmpty() || piece.get().atMs() > untilMs) {
                return;
            }
            byte[] bytes = read(file, position, piece.get().length());
            if (bytes.length < piece.get().length()) {
                return; // the bytes are normally written before the index line, but not here
            }
            take(piece.get(), bytes, to);
            position += bytes.length;
            indexPosition += line.getBytes(StandardCharsets.UTF_8).length + 1L;
            from = end + 1;
        }
    }

    private void take(OutputPiece piece, byte[] bytes, Consumer<Line> to) {
        ByteArrayOutputStream line =
                lines.computeIfAbsent(piece.stream() + " " + piece.source(), lane -> new ByteArrayOutputStream());
        for (byte one : bytes) {
            if (one != '\n' && one != '\r') {
                if (line.size() < LONGEST_LINE) {
                    line.write(one);
                }
            } else if (line.size() > 0) {
                to.accept(new Line(piece.atMs(), piece.source(), line.toString(StandardCharsets.UTF_8)));
                line.reset();
            }
        }
    }

    private static byte[] read(Path file, long from, int most) {
        if (!Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (SeekableByteChannel channel = JournalReader.open(file)) {
            int length = (int) Math.max(0, Math.min(most, channel.size() - from));
            ByteBuffer buffer = ByteBuffer.allocate(length);
            channel.position(from);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until it is full
            }
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }
}
