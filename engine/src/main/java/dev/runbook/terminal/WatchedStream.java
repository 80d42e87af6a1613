package dev.runbook.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A print stream that, like others of its kind, reports no failure at once but can be queried afterwards. Thread-safe.
 */
public final class WatchedStream extends PrintStream {
    private final Sink sink;
    private final BooleanSupplier unread;

    /** @param unread whether the output has no reader any more */
    WatchedStream(OutputStream to, BooleanSupplier unread) {
        this(new Sink(to), unread);
    }

    private WatchedStream(Sink sink, BooleanSupplier unread) {
        super(sink, true, StandardCharsets.UTF_8);
        this.sink = sink;
        this.unread = unread;
    }

    /** Why some output was lost; empty when none was lost, or when the reader has gone by choice. */
    Optional<IOException> lost() {
        flush();
        return Optional.ofNullable(sink.failure).filter(failure -> !closed(failure));
    }

    /** Returns whether the reader has gone, as {@code head} does. */
    boolean gone() {
        return (sink.failure != null && closed(sink.failure)) || unread.getAsBoolean();
    }

    private static boolean closed(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    /** Keeps the first failure: PrintStream only reports that there was one. */
    private static final class Sink extends FilterOutputStream {
        private volatile IOException failure;

        Sink(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException failed) {
                failure = failure == null ? failed : failure;
                throw failed;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException failed) {
                failure = failure == null ? failed : failure;
                throw failed;
            }
        }
    }
}
