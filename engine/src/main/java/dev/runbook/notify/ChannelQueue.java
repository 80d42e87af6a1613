package dev.runbook.notify;

import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the messages of one channel one at a time, in the order they were added. A message that is late when its turn
 * comes is still sent. Thread-safe.
 */
final class ChannelQueue {
    /** Sends a message, blocking, and reports its result. */
    @FunctionalInterface
    interface Sender {
        void send(QueuedNotice message);
    }

    private static final int MOST_WAITING = 1_000;

    /** A response that arrives at the last moment still counts as sent. */
    private static final Duration LEEWAY = Duration.ofMillis(500);

    private final Sender sender;
    private final Executor threads;
    private final Clock clock;
    private final Deque<QueuedNotice> waiting = new ArrayDeque<>();
    private Optional<QueuedNotice> current = Optional.empty();
    private Thread worker;
    /** Completed while there is nothing to send. */
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    private boolean closed;
    private RuntimeException fault;

    /**
     * @param threads provides a thread for each queue that has messages to send
     */
    ChannelQueue(Sender sender, Executor threads, Clock clock) {
        this.sender = sender;
        this.threads = threads;
        this.clock = clock;
    }

    /** Adds a message and returns at once. After {@link #drain} the journal is closed and nothing more is sent. */
    void add(QueuedNotice message) {
        if (!enqueued(message)) {
            message.report(
                    DeliveryResult.FAILED,
                    "not sent: " + MOST_WAITING + " earlier messages to the channel are waiting");
        }
    }

    private synchronized boolean enqueued(QueuedNotice message) {
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        if (closed) {
            return true;
        }
        waiting.add(message);
        if (idle.isDone()) {
            idle = new CompletableFuture<>();
            threads.execute(this::work);
        }
        return true;
    }

    private void work() {
        for (Optional<QueuedNotice> message = next(); message.isPresent(); message = next()) {
            QueuedNotice sent = message.get();
            Clock.Alarm alarm = clock.after(sent.notice().within().plus(LEEWAY), () -> interrupt(sent));
            try {
                sender.send(sent);
            } catch (RuntimeException unrecorded) {
                noted(unrecorded);
            } finally {
                alarm.cancel();
            }
        }
    }

    /** Interrupts only a message that is still being sent: the next one has its own time limit. */
    private synchronized void interrupt(QueuedNotice message) {
        if (current.filter(message::equals).isPresent()) {
            worker.interrupt();
        }
    }

    private synchronized void noted(RuntimeException unrecorded) {
        fault = fault == null ? unrecorded : fault;
    }

    private synchronized Optional<QueuedNotice> next() {
        Thread.interrupted(); // was meant for the message before
        worker = Thread.currentThread();
        current = Optional.ofNullable(waiting.poll());
        if (current.isEmpty()) {
            idle.complete(null);
        }
        return current;
    }

    /**
     * Waits until every message is sent, at most until the last message's time limit; messages not sent by then are
     * reported as timed out.
     *
     * @throws RuntimeException the failure to record a result
     */
    void drain() {
        try {
            if (!sentWithin(timeLeft())) {
                giveUp();
            }
        } catch (InterruptedException stopped) {
            giveUp();
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            closed = true;
            if (fault != null) {
                throw fault;
            }
        }
    }

    private synchronized Duration timeLeft() {
        List<QueuedNotice> all = new ArrayList<>(waiting);
        current.ifPresent(all::add);
        Duration longest =
                all.stream().map(QueuedNotice::left).max(Duration::compareTo).orElse(Duration.ZERO);
        return (longest.isNegative() ? Duration.ZERO : longest).plus(LEEWAY);
    }

    private boolean sentWithin(Duration time) throws InterruptedException {
        CompletableFuture<Void> sent;
        synchronized (this) {
            sent = idle;
        }
        try {
            sent.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void giveUp() {
        List<QueuedNotice> left = new ArrayList<>();
        synchronized (this) {
            current.ifPresent(left::add);
            left.addAll(waiting);
            waiting.clear();
            if (current.isPresent()) {
                worker.interrupt();
            }
        }
        for (int before = 0; before < left.size(); before++) {
            left.get(before).timedOut(before);
        }
    }
}
