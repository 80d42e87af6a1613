package dev.runbook.action;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells an attempt to stop, once, with the reason. Requested by the run (deadline, signal, end of a group), listened to
 * by the action. Thread-safe.
 */
public final class CancellationToken {
    /** Why an attempt has to stop. */
    public enum Reason {
        /** Its budget, or its container's, is used up. */
        DEADLINE,
        /** The run is being aborted or falls back. */
        CANCELLED
    }

    /** Ends what {@link #onRequest} began, for a listener that is over before the attempt is. */
    public interface Listening {
        void end();
    }

    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private Reason reason;

    /** Asks for the stop; the first reason stays. Listeners run on the caller's thread and must be short. */
    public void request(Reason why) {
        List<Runnable> toTell;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toTell = List.copyOf(listeners);
            asked.countDown();
        }
        toTell.forEach(Runnable::run);
    }

    public synchronized Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    public synchronized boolean requested() {
        return reason != null;
    }

    /** Runs {@code listener} when the stop is requested; at once if it has been. */
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

    /** Waits until the stop is requested or {@code millis} have passed; whether it is requested. */
    public boolean await(long millis) throws InterruptedException {
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }
}
