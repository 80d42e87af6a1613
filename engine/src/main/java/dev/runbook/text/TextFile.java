package dev.runbook.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the text files people write (runbooks, environments, parameters, templates, scripts, SQL) the same way, whatever
 * editor or checkout wrote them: UTF-8, or UTF-16 with a byte order mark; the mark is dropped, and every line ends with
 * {@code \n}.
 */
public final class TextFile {
    private static final int MIB = 1024 * 1024;
    private static final String CR_LF = "\r\n";

    /** The limit of files a person writes by hand. */
    public static final int WRITTEN_BY_HAND = MIB;

    /** The limit of scripts, which programs may write. */
    public static final int SCRIPT = 64 * MIB;

    private TextFile() {}

    /**
     * The text of a file, and what of the file is not in its text.
     *
     * @param mark the byte order mark it begins with
     * @param firstCrLf where in the text the first line ends that ends with CRLF in the file
     */
    public record Content(String text, Optional<ByteOrderMark> mark, Optional<Integer> firstCrLf) {}

    /**
     * Reads a file.
     *
     * @param most the bytes it may have
     * @throws NotTextException when a line is not text in its encoding
     * @throws IOException when it is larger or cannot be read
     */
    public static String read(Path file, int most) throws IOException {
        return content(file, most).text();
    }

    /** As {@link #read}, with how the file was written. */
    public static Content content(Path file, int most) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length > most) {
            throw new IOException("it is larger than " + most / MIB + " MiB");
        }
        Optional<ByteOrderMark> mark = ByteOrderMark.of(bytes);
        String text = ByteOrderMark.strip(
                decode(bytes, mark.map(ByteOrderMark::charset).orElse(StandardCharsets.UTF_8)));
        int crLf =
                text.indexOf(CR_LF); // no line before it has one, so the offset holds for the text with line feeds too
        return new Content(text.replace(CR_LF, "\n"), mark, crLf < 0 ? Optional.empty() : Optional.of(crLf));
    }

    private static String decode(byte[] bytes, Charset charset) throws NotTextException {
        CharsetDecoder decoder = charset.newDecoder(); // it reports what it cannot decode
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1); // no encoding has more characters than bytes
        CoderResult end = decoder.decode(in, out, true);
        if (end.isError()) {
            String before = out.flip().toString();
            throw new NotTextException(
                    charset,
                    (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1);
        }
        decoder.flush(out);
        return out.flip().toString();
    }
}
