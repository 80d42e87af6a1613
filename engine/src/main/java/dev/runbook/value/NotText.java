package dev.runbook.value;

import dev.runbook.text.ByteOrderMark;
import dev.runbook.text.NotTextException;
import java.nio.charset.Charset;

/**
 * Replaces a text whose bytes are invalid in its encoding. The bytes are unchanged in the attempt's output.
 *
 * @param in the value that cannot be decoded: {@code stdout}, {@code body}
 * @param charset its encoding
 * @param line the first invalid line, from 1
 */
public record NotText(String in, String charset, int line) implements UnavailableValue {
    /**
     * Decodes bytes without their byte order mark.
     *
     * @param in the value that they are
     * @param withoutMark the encoding, unless a byte order mark at the start identifies it
     * @return the text; a {@code NotText} when a byte is invalid in the encoding
     */
    public static Object decode(String in, byte[] bytes, Charset withoutMark) {
        try {
            return ByteOrderMark.decode(bytes, withoutMark);
        } catch (NotTextException invalid) {
            return new NotText(in, invalid.charset(), invalid.line());
        }
    }

    @Override
    public String reason(String name) {
        String cure = in.equals("body")
                ? "the server must name its encoding in Content-Type"
                : "convert it in the command, for example with iconv -f ISO-8859-1 -t UTF-8";
        return in + " is not text in " + charset + " (line " + line + "): " + cure;
    }

    /** Formats the value for display beside other values. */
    @Override
    public String toString() {
        return "‹not " + charset + "›";
    }
}
