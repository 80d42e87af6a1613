package dev.runbook.action.http;

import dev.runbook.action.Output;
import dev.runbook.value.NotText;
import dev.runbook.value.Truncated;
import dev.runbook.value.UnavailableValue;
import dev.runbook.value.Undecoded;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import okio.Buffer;
import okio.ForwardingSource;
import okio.GzipSource;
import okio.Okio;
import okio.Source;

/** Reads the body of a response: all of it is streamed to the output, and kept for conditions up to a limit. */
final class BodyReader {
    /** The maximum size of a response; an endless or maliciously compressed one is cut off here. */
    static final long LONGEST = 256L * 1024 * 1024;

    /** The size of the excerpt of a longer body, for messages. */
    private static final int BEGINNING = 4 * 1024;

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    /**
     * Compressions that were not requested; other values of this header, such as {@code utf-8}, occur with an
     * uncompressed body.
     */
    private static final Set<String> UNREAD = Set.of("br", "compress", "deflate", "x-compress", "zstd");

    private final Output output;
    private final int limit;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.UTF_8;
    private Optional<Undecoded> undecoded = Optional.empty();
    private long length;

    /**
     * @param limit the number of bytes of a body to keep
     */
    BodyReader(Output output, int limit) {
        this.output = output;
        this.limit = limit;
    }

    /**
     * @throws InvalidBody when the body is longer than {@link #LONGEST} or cannot be decompressed
     * @throws IOException when the body is cut off
     */
    void read(Response response) throws IOException {
        ResponseBody body = response.body();
        charset = charset(body.contentType());
        if (body.source().exhausted()) {
            return; // an empty body is empty in any compression
        }
        byte[] buffer = new byte[16 * 1024];
        String encoding = response.header("Content-Encoding", "").toLowerCase(Locale.ROOT);
        if (Arrays.stream(encoding.split(",")).map(String::strip).anyMatch(UNREAD::contains)) {
            undecoded = Optional.of(new Undecoded(encoding));
        }
        InputStream bytes = GZIP.contains(encoding)
                ? Okio.buffer(new Unpacked(body.source())).inputStream()
                : body.byteStream();
        for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
            output.write("", Output.Stream.OUT, buffer, 0, count);
            length += count;
            keep(buffer, count);
            if (length > LONGEST) {
                throw new InvalidBody("the body is longer than " + LONGEST / 1024 / 1024 + " MiB and was not read on");
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

    /** Returns the body as text; an {@link UnavailableValue} if it exceeds the limit or is not text. */
    Object value() {
        if (undecoded.isPresent()) {
            return undecoded.get();
        }
        return length > limit
                ? Truncated.text(Truncated.Kind.ANSWERED, length, limit)
                : NotText.decode("body", kept.toByteArray(), charset);
    }

    /** Returns the beginning for display; empty if it is compressed. */
    String beginning() {
        return undecoded.isPresent() ? "" : kept.toString(charset);
    }

    long length() {
        return length;
    }

    private static Charset charset(MediaType type) {
        Charset named = type == null ? null : type.charset();
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    /** Decompresses a body, and distinguishes invalid compressed bytes from a connection that breaks off. */
    private static final class Unpacked extends ForwardingSource {
        private final Received received;

        Unpacked(Source body) {
            this(new Received(body));
        }

        private Unpacked(Received received) {
            super(new GzipSource(received));
            this.received = received;
        }

        @Override
        public long read(Buffer sink, long count) throws IOException {
            try {
                return super.read(sink, count);
            } catch (IOException failure) {
                if (received.broken) {
                    throw failure;
                }
                throw new InvalidBody(
                        failure instanceof EOFException
                                ? "the body broke off: its gzip data has no end"
                                : "the body is not valid gzip, although its Content-Encoding says so");
            }
        }
    }

    /** The bytes of a body as they arrive. */
    private static final class Received extends ForwardingSource {
        private boolean broken;

        Received(Source body) {
            super(body);
        }

        @Override
        public long read(Buffer sink, long count) throws IOException {
            broken = true;
            long read = super.read(sink, count);
            broken = false;
            return read;
        }
    }

    /** Thrown when the body is too long or invalid; the message says so in one line. */
    static final class InvalidBody extends IOException {
        private static final long serialVersionUID = 1L;

        InvalidBody(String message) {
            super(message);
        }
    }
}
