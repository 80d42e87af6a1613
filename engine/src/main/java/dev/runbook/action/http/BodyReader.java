package dev.runbook.action.http;

import dev.runbook.action.Output;
import dev.runbook.text.ByteOrderMark;
import dev.runbook.value.Truncated;
import dev.runbook.value.UnavailableValue;
import dev.runbook.value.Undecoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
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

    /** Compressions that nobody asked for; other words, such as {@code utf-8}, stand in this header with a plain body. */
    private static final Set<String> UNREAD = Set.of("br", "compress", "deflate", "x-compress", "zstd");

    private final Output output;
    private final int limit;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.UTF_8;
    private Optional<Undecoded> undecoded = Optional.empty();
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
        String encoding = response.header("Content-Encoding", "").toLowerCase(Locale.ROOT);
        if (Arrays.stream(encoding.split(",")).map(String::strip).anyMatch(UNREAD::contains)) {
            undecoded = Optional.of(new Undecoded(encoding));
        }
        InputStream bytes = GZIP.contains(encoding)
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

    /** All of it as text; an {@link UnavailableValue} when it was longer than the limit, or is not text. */
    Object value() {
        if (undecoded.isPresent()) {
            return undecoded.get();
        }
        return length > limit ? Truncated.text(Truncated.Kind.ANSWERED, length, limit) : beginning();
    }

    /** How it begins, for people; empty if they could not read it. */
    String beginning() {
        return undecoded.isPresent() ? "" : ByteOrderMark.decode(kept.toByteArray(), charset);
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
