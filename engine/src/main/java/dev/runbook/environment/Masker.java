package dev.runbook.environment;

import java.util.Map;

/** Masks every form of every secret opened so far. Thread-safe. */
public interface Masker {
    /** The replacement for a secret. */
    String HIDDEN = "•••";

    /** Replaces each secret in a text, in each of its forms, with {@link #HIDDEN}. */
    String mask(String text);

    /** Masks the texts in nested maps and lists; other values are unchanged. */
    Map<String, Object> mask(Map<String, Object> values);

    /**
     * Creates a mask for streamed output, which also finds a secret split between two chunks. Use one instance per
     * stream.
     */
    StreamMask stream();

    /** Masks a stream of bytes with bounded delay and memory. Not thread-safe. */
    interface StreamMask {
        /** Returns the output that can be shown now. */
        byte[] feed(byte[] bytes, int offset, int length);

        /** Returns the rest, at the end of the stream. */
        byte[] end();
    }
}
