package dev.runbook.action.http;

import dev.runbook.action.Output;
import dev.runbook.text.ByteOrderMark;
import dev.runbook.value.Truncated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.GzipSource;
import okio.Okio;

/** Reads an answer's body: all of it streams to the output, and is kept for conditions up to a limit. */
final class BodyReader {
    /** No answer an incident needs is longer; an endless or exploding one ends here. */
    static final long LONGEST = 256L * 1024 * 1024;

    /** So much of a longer one is there for people, who are told how it began. */
    private static final int BEGINNING = 4 * 1024;

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    private final Output output;
    private final int limit;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.UTF_8;
    private long length;

    /** @param limit how many bytes of a body are kept */
    BodyReader(Output output, int limit) {
        this.output = output;
        this.limit = limit;
    }

    /** @throws IOException when the body is cut, or longer than {@link #LONGEST} */
    void read(Response response) throws IOException {
        ResponseBody body = response.body();
        charset = charset(body.contentType());
        if (body.source().exhausted()) {
            return; // nothing, compressed or not, is nothing
        }
        byte[] buffer = new byte[16 * 1024];
        InputStream bytes = GZIP.contains(
                        String.valueOf(response.header("Content-Encoding")).toLowerCase(Locale.ROOT))
                ? Okio.buffer(new GzipSource(body.source())).inputStream()
                : body.byteStream();
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            output.write("", Output.Stream.OUT, buffer, 0, count);
            length += count;
            keep(buffer, count);
            if (length > LONGEST) {
                throw new BodyTooLong("the body is longer than " + LONGEST / 1024 / 1024 + " MiB and was not read on");
            }
        }
    }

    private void keep(byte[] bytes, int count) {
        if (length <= limit) {
            kept.write(bytes, 0, count);
        } else if (kept.size() > BEGINNING || kept.size() == 0) {
            byte[] beginning = Arrays.copyOf(kept.size() == 0 ? bytes : kept.toByteArray(), BEGINNING);
            kept = new ByteArrayOutputStream();
            kept.writeBytes(beginning);
        }
    }

    /** All of it as text; a {@link Truncated} when it was longer than the limit. */
    Object value() {
        return length > limit ? Truncated.text(Truncated.Kind.ANSWERED, length, limit) : beginning();
    }

    /** How it begins, for people. */
    String beginning() {
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
