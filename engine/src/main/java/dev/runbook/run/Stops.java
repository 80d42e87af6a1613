package dev.runbook.run;

import dev.runbook.action.StopSignal;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that may have to be stopped at once: the running attempts and waits of a run or of a group. A group's stops are
 * children of the run's. Thread-safe.
 */
final class Stops {
    private final Set<StopSignal> running = new HashSet<>();
    private final Set<Thread> waiting = new HashSet<>();
    private final List<Stops> children = new ArrayList<>();
    private StopSignal.Reason reason;

    synchronized Stops child() {
        Stops child = new Stops();
        child.reason = reason;
        children.add(child);
        return child;
    }

    synchronized void forget(Stops child) {
        children.remove(child);
    }

    /** A signal for one attempt; requested at once when a stop has been asked for. */
    StopSignal open() {
        StopSignal signal = new StopSignal();
        StopSignal.Reason already;
        synchronized (this) {
            running.add(signal);
            already = reason;
        }
        if (already != null) {
            signal.request(already);
        }
        return signal;
    }

    synchronized void close(StopSignal signal) {
        running.remove(signal);
    }

    void request(StopSignal.Reason why) {
        List<StopSignal> signals;
        List<Stops> groups;
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

    synchronized boolean requested() {
        return reason != null;
    }

    /** Waits on the run's clock; whether the whole time passed without a stop being requested. */
    boolean pause(Clock clock, Duration time) {
        synchronized (this) {
            if (reason != null) {
                return false;
            }
            waiting.add(Thread.currentThread());
        }
        try {
            clock.sleep(time);
        } catch (InterruptedException stopped) {
            // the reason is recorded in this object; the interrupt has served
        } finally {
            synchronized (this) {
                waiting.remove(Thread.currentThread());
                Thread.interrupted(); // a request may have come after the sleep's own end
            }
        }
        return !requested();
    }
}
