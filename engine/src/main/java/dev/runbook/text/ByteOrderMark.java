package dev.runbook.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A byte order mark at the start of a text: it identifies the encoding and is not part of the text. */
public enum ByteOrderMark {
    UTF_8(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
    UTF_16BE(StandardCharsets.UTF_16BE, 0xfe, 0xff),
    UTF_16LE(StandardCharsets.UTF_16LE, 0xff, 0xfe);

    private static final String DECODED = "\ufeff";

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

    /** Decodes bytes without their byte order mark; malformed input becomes the replacement character. */
    public static String decode(byte[] text, Charset withoutMark) {
        return strip(new String(text, of(text).map(ByteOrderMark::charset).orElse(withoutMark)));
    }

    /** Removes a leading byte order mark. */
    public static String strip(String text) {
        return text.startsWith(DECODED) ? text.substring(DECODED.length()) : text;
    }
}
