package dev.runbook.lab;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The running parts of an estate, stopped in the reverse order of their start. Used by one thread at a time. */
public final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Starts parts, each of which it adds. */
    @FunctionalInterface
    public interface Start {
        void parts() throws IOException, SQLException, InterruptedException;
    }

    /** Starts all parts; stops those that started when one does not. */
    public void start(Start all) throws IOException, SQLException {
        try {
            all.parts();
        } catch (InterruptedException closing) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the lab started", closing);
        } catch (IOException | SQLException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Adds a part that has started, and returns it. */
    public <P extends AutoCloseable> P add(P part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception failure) {
                // The other parts must be stopped all the same; the caller looks for what is left.
                System.err.println("lab: " + failure);
            }
        }
    }
}
