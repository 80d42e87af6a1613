package dev.runbook.action.shell;

import dev.runbook.value.NotText;
import dev.runbook.value.Truncated;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Captures one stream of a command up to a limit; of a longer stream, only its length and its end. Thread-safe. */
final class Capture {
    private static final int LAST = 4 * 1024;

    private final String name;
    private final int limit;
    private ByteArrayOutputStream whole = new ByteArrayOutputStream(0);
    private byte[] last = new byte[0];
    private long length;

    /**
     * Keeps at most {@code limit} bytes, and allocates memory only as they arrive.
     *
     * @param name the value that the stream becomes, e.g. {@code stdout}
     */
    Capture(String name, int limit) {
        this.name = name;
        this.limit = limit;
    }

    synchronized void write(byte[] bytes, int offset, int count) {
        length += count;
        if (length <= limit) {
            whole.write(bytes, offset, count);
            return;
        }
        if (whole != null) {
            last = end(whole.toByteArray());
            whole = null;
        }
        byte[] more = Arrays.copyOfRange(bytes, offset + Math.max(0, count - LAST), offset + count);
        byte[] joined = Arrays.copyOf(last, last.length + more.length);
        System.arraycopy(more, 0, joined, last.length, more.length);
        last = end(joined);
    }

    private static byte[] end(byte[] bytes) {
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - LAST), bytes.length);
    }

    /**
     * Returns the stream as text; a {@link Truncated} if it exceeds the limit, a {@link NotText} if it is neither UTF-8
     * nor UTF-16 with a byte order mark.
     */
    synchronized Object value() {
        return whole == null
                ? Truncated.text(Truncated.Kind.PRINTED, length, limit)
                : NotText.decode(name, whole.toByteArray(), StandardCharsets.UTF_8);
    }

    /** Returns the end of the stream, for display. */
    synchronized String end() {
        return new String(whole == null ? last : whole.toByteArray(), StandardCharsets.UTF_8);
    }
}
