package dev.runbook.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads text files written by people (runbooks, environments, parameters, templates, scripts, SQL) the same way on
 * every platform: UTF-8, or UTF-16 with a byte order mark; the mark is dropped, and every line ends with {@code \n}.
 */
public final class TextFile {
    private static final int MIB = 1024 * 1024;
    private static final String CR_LF = "\r\n";

    /** The size limit of files written by hand. */
    public static final int WRITTEN_BY_HAND = MIB;

    /** The size limit of scripts, which may be generated. */
    public static final int SCRIPT = 64 * MIB;

    private TextFile() {}

    /**
     * The text of a file, and the properties of the file that its text does not contain.
     *
     * @param mark the byte order mark at the start of the file
     * @param firstCrLf the offset in the text of the first line end that is CRLF in the file
     */
    public record Content(String text, Optional<ByteOrderMark> mark, Optional<Integer> firstCrLf) {}

    /**
     * Reads a file.
     *
     * @param most the size limit in bytes
     * @throws NotTextException when a line is invalid in its encoding
     * @throws IOException when the file is larger or cannot be read
     */
    public static String read(Path file, int most) throws IOException {
        return content(file, most).text();
    }

    /** Reads a file like {@link #read}, and returns how it was written. */
    public static Content content(Path file, int most) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length > most) {
            throw new IOException("it is larger than " + most / MIB + " MiB");
        }
        Optional<ByteOrderMark> mark = ByteOrderMark.of(bytes);
        String text = ByteOrderMark.decode(bytes, StandardCharsets.UTF_8);
        int crLf = text.indexOf(CR_LF); // no earlier line has CRLF, so the offset is valid in the text too
        return new Content(text.replace(CR_LF, "\n"), mark, crLf < 0 ? Optional.empty() : Optional.of(crLf));
    }
}
