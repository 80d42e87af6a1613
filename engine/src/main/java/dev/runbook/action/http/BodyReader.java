package dev.runbook.action.http;

import dev.runbook.action.Output;
import dev.runbook.text.ByteOrderMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.ResponseBody;

/** Reads an answer's body: all of it streams to the output, its beginning is kept for conditions. */
final class BodyReader {
    /** What conditions and handles see at most; more is only in the attempt's output. */
    static final int KEPT = 1024 * 1024;

    /** No answer an incident needs is longer; an endless or exploding one ends here. */
    static final long LONGEST = 256L * 1024 * 1024;

    private final Output output;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.UTF_8;
    private long length;

    BodyReader(Output output) {
        this.output = output;
    }

    /** @throws IOException when the body is cut, or longer than {@link #LONGEST} */
    void read(ResponseBody body) throws IOException {
        charset = charset(body.contentType());
        byte[] buffer = new byte[16 * 1024];
        InputStream bytes = body.byteStream();
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            output.write("", Output.Stream.OUT, buffer, 0, count);
            kept.write(buffer, 0, Math.min(count, KEPT - kept.size()));
            length += count;
            if (length > LONGEST) {
                throw new BodyTooLong("the body is longer than " + LONGEST / 1024 / 1024 + " MiB and was not read on");
            }
        }
        if (length > KEPT) {
            output.note("(conditions see the first " + KEPT / 1024 / 1024 + " MiB of " + length + " bytes)");
        }
    }

    String text() {
        return ByteOrderMark.decode(kept.toByteArray(), charset);
    }

    long length() {
        return length;
    }

    private static Charset charset(MediaType type) {
        Charset named = type == null ? null : type.charset();
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    /** The server sends more than anybody can want. */
    static final class BodyTooLong extends IOException {
        private static final long serialVersionUID = 1L;

        BodyTooLong(String message) {
            super(message);
        }
    }
}
