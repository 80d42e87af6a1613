package dev.runbook.journal;

import java.util.Arrays;

/** A piece of output with its source and time: the bytes unchanged, hostile ones included. */
public final class OutputBytes {
    private final long atMs;
    private final String stream;
    private final String source;
    private final byte[] bytes;

    OutputBytes(long atMs, String stream, String source, byte[] bytes) {
        this.atMs = atMs;
        this.stream = stream;
        this.source = source;
        this.bytes = bytes;
    }

    /** Time since the attempt began; -1 if unknown. */
    public long atMs() {
        return atMs;
    }

    /** {@code OUT}, {@code ERR} or {@code NOTE}. */
    public String stream() {
        return stream;
    }

    /** Returns the host where an action has several, else empty. */
    public String source() {
        return source;
    }

    public byte[] bytes() {
        return bytes;
    }

    boolean continuedBy(OutputBytes next) {
        return stream.equals(next.stream) && source.equals(next.source);
    }

    OutputBytes with(byte[] more) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, joined, bytes.length, more.length);
        return new OutputBytes(atMs, stream, source, joined);
    }
}
