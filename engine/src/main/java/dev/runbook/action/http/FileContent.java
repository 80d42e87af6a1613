package dev.runbook.action.http;

import dev.runbook.AuthorException;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** Sends a file as it is when the request begins, in chunks: bytes appended meanwhile are not sent. */
final class FileContent extends RequestBody {
    private final Path file;
    private final MediaType type;
    private final long length;

    /** @throws AuthorException one clause, when the file does not exist or cannot be read */
    FileContent(Path file, MediaType type) {
        this.file = file;
        this.type = type;
        try {
            if (!Files.isRegularFile(file)) {
                throw new AuthorException("there is no file " + file);
            }
            if (!Files.isReadable(file)) {
                throw new AuthorException(file + " cannot be read by this user");
            }
            this.length = Files.size(file);
        } catch (IOException e) {
            throw new AuthorException(file + " cannot be read", e);
        }
    }

    /** Returns the name sent to the receiver: without the folders of this machine. */
    String name() {
        return file.getFileName().toString();
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        try (Source source = open()) {
            long left = length;
            while (left > 0) {
                long count = read(source, sink, left);
                if (count < 0) {
                    throw new Unsent(file + " became shorter while it was sent");
                }
                left -= count;
                sink.emitCompleteSegments();
            }
        }
    }

    private Source open() throws Unsent {
        try {
            return Okio.source(file);
        } catch (IOException e) {
            throw new Unsent(file + " cannot be read any more");
        }
    }

    private long read(Source source, BufferedSink sink, long most) throws Unsent {
        try {
            return source.read(sink.getBuffer(), most);
        } catch (IOException e) {
            throw new Unsent(file + " cannot be read any more: " + FileReason.of(e));
        }
    }

    /** Thrown when the request broke off because of the file, not the server. */
    static final class Unsent extends IOException {
        private static final long serialVersionUID = 1L;

        Unsent(String message) {
            super(message);
        }
    }
}
