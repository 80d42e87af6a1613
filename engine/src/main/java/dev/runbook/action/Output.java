package dev.runbook.action;

import java.nio.charset.StandardCharsets;

/**
 * Receives the output of an action as it arrives: stored byte for byte (masked) in the attempt's file, and shown live.
 * Memory is bounded whatever the size. Thread-safe; a write never blocks long on the terminal and never throws.
 */
public interface Output {
    /**
     * Standard output, standard error, and what the engine or a server reports about the action (SQL messages, HTTP
     * headers).
     */
    enum Stream {
        OUT,
        ERR,
        NOTE
    }

    /**
     * @param source the host for actions on several hosts, else empty
     */
    void write(String source, Stream stream, byte[] bytes, int offset, int length);

    default void note(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        write("", Stream.NOTE, bytes, 0, bytes.length);
    }

    /** Returns an output that discards everything. */
    static Output none() {
        return (source, stream, bytes, offset, length) -> {};
    }
}
