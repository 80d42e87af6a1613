package dev.runbook.action;

import dev.runbook.EngineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Resources that the actions of one run share and that are closed with the run: open SSH sessions, connection pools.
 * One instance of each kind, created on first use. Thread-safe.
 */
public final class Resources implements AutoCloseable {
    private final Map<Class<?>, AutoCloseable> byKind = new HashMap<>();
    private final Deque<AutoCloseable> newestFirst = new ArrayDeque<>();
    private boolean closed;

    /** Returns the run's instance of {@code kind}; {@code create} must be quick, because it blocks other attempts. */
    public synchronized <T extends AutoCloseable> T get(Class<T> kind, Supplier<T> create) {
        if (closed) {
            throw new EngineException("a " + kind.getSimpleName() + " was asked for after the end of the run");
        }
        AutoCloseable present = byKind.get(kind);
        if (present == null) {
            present = create.get();
            byKind.put(kind, present);
            newestFirst.push(present);
        }
        return kind.cast(present);
    }

    /**
     * Closes all resources, newest first. A failure to close one does not prevent the others from being closed, nor
     * change the result of the run.
     */
    @Override
    public void close() {
        Deque<AutoCloseable> toClose;
        synchronized (this) {
            closed = true;
            toClose = new ArrayDeque<>(newestFirst);
            newestFirst.clear();
        }
        for (AutoCloseable resource : toClose) {
            try {
                resource.close();
            } catch (Exception failure) {
                System.getLogger(Resources.class.getName())
                        .log(
                                System.Logger.Level.DEBUG,
                                "closing " + resource.getClass().getSimpleName(),
                                failure);
            }
        }
    }
}
