package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The output of an attempt, piece by piece. The bytes are unchanged, hostile ones included.
 *
 * @param pieces in the order they arrived
 */
public record OutputText(List<OutputBytes> pieces) {
    static OutputText none() {
        return new OutputText(List.of());
    }

    /** Reads as much as exists: an engine that died may have left bytes without an index. */
    static OutputText read(Path file) {
        try {
            byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            List<OutputBytes> pieces = new ArrayList<>();
            int from = 0;
            for (String line : index(file)) {
                var piece = OutputPiece.of(line);
                if (piece.isEmpty() || piece.get().length() > bytes.length - from) {
                    break;
                }
                int to = from + piece.get().length();
                pieces.add(new OutputBytes(
                        piece.get().atMs(), piece.get().stream(), piece.get().source(), slice(bytes, from, to)));
                from = to;
            }
            if (from < bytes.length) {
                pieces.add(new OutputBytes(-1, "OUT", "", slice(bytes, from, bytes.length)));
            }
            return new OutputText(List.copyOf(pieces));
        } catch (IOException unreadable) {
            return none();
        }
    }

    private static List<String> index(Path file) throws IOException {
        Path index = OutputFile.index(file);
        return Files.isRegularFile(index) ? Files.readAllLines(index) : List.of();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
