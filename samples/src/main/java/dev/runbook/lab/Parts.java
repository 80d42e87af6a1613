package dev.runbook.lab;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The running parts of an estate, stopped in the reverse order of their start. Used by one thread at a time. */
public final class Parts implements AutoCloseable {
    private final Deque<Part> started = new ArrayDeque<>();

    /** A running part. */
    @FunctionalInterface
    public interface Part {
        void close() throws IOException;
    }

    /** Adds a part that has started. */
    public void add(Part part) {
        started.push(part);
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (IOException | RuntimeException failure) {
                // The other parts must be stopped all the same; the caller looks for what is left.
                System.err.println("lab: " + failure);
            }
        }
    }
}
