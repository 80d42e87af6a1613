package dev.runbook.action;

import java.nio.charset.StandardCharsets;

/**
 * Takes what an action prints, as it comes: kept byte for byte (masked) in the attempt's file, shown live. Bounded
 * memory whatever the size. Safe for several threads; a write never blocks on the terminal for long and never throws.
 */
public interface Output {
    /** Standard output, standard error, and what the engine or a server says about the action (SQL messages, HTTP headers). */
    enum Stream {
        OUT,
        ERR,
        NOTE
    }

    /** @param source the host for actions on several, else empty */
    void write(String source, Stream stream, byte[] bytes, int offset, int length);

    default void note(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        write("", Stream.NOTE, bytes, 0, bytes.length);
    }

    /** Drops everything. */
    static Output none() {
        return (source, stream, bytes, offset, length) -> {};
    }
}
