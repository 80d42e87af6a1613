package dev.runbook.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A byte order mark at the start of a text: it identifies the encoding and is not part of the text. */
public enum ByteOrderMark {
    UTF_8(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
    UTF_16BE(StandardCharsets.UTF_16BE, 0xfe, 0xff),
    UTF_16LE(StandardCharsets.UTF_16LE, 0xff, 0xfe);

    private static final String DECODED = "\ufeff";

    /** The character in place of invalid bytes, which a text can also contain itself. */
    private static final char REPLACEMENT = '\ufffd';

    private final Charset charset;
    private final byte[] bytes;

    ByteOrderMark(Charset charset, int... bytes) {
        this.charset = charset;
        this.bytes = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            this.bytes[i] = (byte) bytes[i];
        }
    }

    /** Detects the byte order mark at the start of a text. */
    static Optional<ByteOrderMark> of(byte[] text) {
        return Arrays.stream(values()).filter(mark -> mark.begins(text)).findFirst();
    }

    private boolean begins(byte[] text) {
        return text.length >= bytes.length && Arrays.equals(text, 0, bytes.length, bytes, 0, bytes.length);
    }

    Charset charset() {
        return charset;
    }

    /**
     * Decodes bytes without their byte order mark.
     *
     * @param withoutMark the encoding of bytes that have none
     * @throws NotTextException when a line is invalid in the encoding
     */
    public static String decode(byte[] text, Charset withoutMark) throws NotTextException {
        return strip(strictly(text, of(text).map(ByteOrderMark::charset).orElse(withoutMark)));
    }

    private static String strictly(byte[] bytes, Charset charset) throws NotTextException {
        String text = new String(bytes, charset); // much faster than a decoder
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        CharsetDecoder decoder = charset.newDecoder(); // reports malformed input
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
        return text;
    }

    /** Removes a leading byte order mark. */
    public static String strip(String text) {
        return text.startsWith(DECODED) ? text.substring(DECODED.length()) : text;
    }
}
