package dev.runbook.action;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Requests the stop of an attempt, once, with a reason. The run requests it (deadline, signal, end of a group); the
 * action listens. Thread-safe.
 */
public final class CancellationToken {
    /** The reason for the stop of an attempt. */
    public enum Reason {
        /** The budget of the task or of its container is exhausted. */
        DEADLINE,
        /** The run is being aborted, or a fallback starts. */
        CANCELLED
    }

    /** Removes a listener registered with {@link #onRequest}, when it ends before the attempt does. */
    public interface Listening {
        void end();
    }

    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private Reason reason;

    /** Requests the stop; the first reason is kept. Listeners run on the caller's thread and must be short. */
    public void request(Reason why) {
        List<Runnable> notified;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            notified = List.copyOf(listeners);
            asked.countDown();
        }
        notified.forEach(Runnable::run);
    }

    public synchronized Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    public synchronized boolean requested() {
        return reason != null;
    }

    /**
     * Registers {@code listener} to run when the stop is requested; runs it immediately if the stop was requested
     * before.
     */
    public Listening onRequest(Runnable listener) {
        synchronized (this) {
            if (reason == null) {
                listeners.add(listener);
                return () -> forget(listener);
            }
        }
        listener.run();
        return () -> {};
    }

    private synchronized void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** Waits until the stop is requested or {@code millis} have passed; returns whether it is requested. */
    public boolean await(long millis) throws InterruptedException {
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }
}
