package dev.runbook.environment;

import java.util.Map;

/** Hides every form of every secret opened so far. Thread-safe. */
public interface Masker {
    /** What stands in the place of a secret. */
    String HIDDEN = "•••";

    /** The text with each secret, in each of its forms, replaced by {@link #HIDDEN}. */
    String mask(String text);

    /** The same through nested maps, lists and texts; other values as they are. */
    Map<String, Object> mask(Map<String, Object> values);

    /** For output that comes in pieces: a secret cut between two pieces is still found. One instance a stream. */
    StreamMask stream();

    /** Masks a stream of bytes with bounded delay and memory. Not thread-safe. */
    interface StreamMask {
        /** What may be shown now of what has come so far. */
        byte[] feed(byte[] bytes, int offset, int length);

        /** The rest, at the end of the stream. */
        byte[] end();
    }
}
