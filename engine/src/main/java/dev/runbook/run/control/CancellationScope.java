package dev.runbook.run.control;

import dev.runbook.action.CancellationToken;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Groups the attempts and waits of a run or a group so that they can be stopped at once. A group's scope is a child of
 * the run's. Thread-safe.
 */
public final class CancellationScope {
    private final Set<CancellationToken> running = new HashSet<>();
    private final Set<Thread> waiting = new HashSet<>();
    private final List<CancellationScope> children = new ArrayList<>();
    private CancellationToken.Reason reason;

    public synchronized CancellationScope child() {
        CancellationScope child = new CancellationScope();
        child.reason = reason;
        children.add(child);
        return child;
    }

    public synchronized void forget(CancellationScope child) {
        children.remove(child);
    }

    /** Opens a cancellation token for one attempt; already requested if a stop was requested before. */
    public CancellationToken open() {
        CancellationToken signal = new CancellationToken();
        CancellationToken.Reason already;
        synchronized (this) {
            running.add(signal);
            already = reason;
        }
        if (already != null) {
            signal.request(already);
        }
        return signal;
    }

    public synchronized void close(CancellationToken signal) {
        running.remove(signal);
    }

    public void request(CancellationToken.Reason why) {
        List<CancellationToken> signals;
        List<CancellationScope> groups;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            signals = List.copyOf(running);
            groups = List.copyOf(children);
            waiting.forEach(Thread::interrupt);
        }
        signals.forEach(signal -> signal.request(why));
        groups.forEach(group -> group.request(why));
    }

    public synchronized boolean requested() {
        return reason != null;
    }

    /** Waits for nothing but time to pass, which a compressed clock shortens; returns as {@link #pause}. */
    public boolean lapse(Clock clock, Duration time) {
        Clock.Lapse lapse = clock.lapse();
        try {
            return pause(clock, time);
        } finally {
            lapse.close();
        }
    }

    /** Waits on the run's clock; returns whether the whole time passed without a stop request. */
    public boolean pause(Clock clock, Duration time) {
        synchronized (this) {
            if (reason != null) {
                return false;
            }
            waiting.add(Thread.currentThread());
        }
        try {
            clock.sleep(time);
        } catch (InterruptedException stopped) {
            // the reason is recorded in this object; the interrupt has done its job
        } finally {
            synchronized (this) {
                waiting.remove(Thread.currentThread());
                Thread.interrupted(); // a request may have arrived after the sleep ended
            }
        }
        return !requested();
    }
}
