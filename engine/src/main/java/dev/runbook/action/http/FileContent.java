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

/** A file as it is when the request begins, sent piece by piece: what is added to it meanwhile is not sent. */
final class FileContent extends RequestBody {
    private final Path file;
    private final MediaType type;
    private final long length;

    /** @throws AuthorException one clause, when there is no such file or it cannot be read */
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

    /** As the receiver is told it: without the folders of this machine. */
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

    /** The file, not the server, is why the request broke off. */
    static final class Unsent extends IOException {
        private static final long serialVersionUID = 1L;

        Unsent(String message) {
            super(message);
        }
    }
}
