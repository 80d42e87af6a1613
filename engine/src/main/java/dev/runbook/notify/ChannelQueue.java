package dev.runbook.notify;

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
 * The messages of one channel, sent one after the other in the order they were handed over, so that none overtakes another.
 * One that is late when its turn comes is sent all the same. Thread-safe.
 */
final class ChannelQueue {
    /** Sends a message, blocking, and reports its result. */
    @FunctionalInterface
    interface Sender {
        void send(Sending message);
    }

    private static final int MOST_WAITING = 1_000;

    /** A receiver that answers just in time is still reported as sent. */
    private static final Duration LEEWAY = Duration.ofMillis(500);

    private final Sender sender;
    private final Executor threads;
    private final Clock clock;
    private final Deque<Sending> waiting = new ArrayDeque<>();
    private Optional<Sending> current = Optional.empty();
    private Thread worker;
    /** Complete while there is nothing to send. */
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    private boolean closed;
    private RuntimeException fault;

    /** @param threads gives each queue a thread while it has something to send */
    ChannelQueue(Sender sender, Executor threads, Clock clock) {
        this.sender = sender;
        this.threads = threads;
        this.clock = clock;
    }

    /** Returns at once. After {@link #drain} the run's record is closed, and nothing is sent any more. */
    void add(Sending message) {
        if (!enqueued(message)) {
            message.report(
                    Delivery.FAILED, "not sent: " + MOST_WAITING + " earlier messages to the channel are waiting");
        }
    }

    private synchronized boolean enqueued(Sending message) {
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
        for (Optional<Sending> message = next(); message.isPresent(); message = next()) {
            Sending sent = message.get();
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

    /** Only a message whose turn it still is: the next one has time of its own. */
    private synchronized void interrupt(Sending message) {
        if (current.filter(message::equals).isPresent()) {
            worker.interrupt();
        }
    }

    private synchronized void noted(RuntimeException unrecorded) {
        fault = fault == null ? unrecorded : fault;
    }

    private synchronized Optional<Sending> next() {
        Thread.interrupted(); // was meant for the message before
        worker = Thread.currentThread();
        current = Optional.ofNullable(waiting.poll());
        if (current.isEmpty()) {
            idle.complete(null);
        }
        return current;
    }

    /**
     * Waits until everything is sent, at most until the last message's time is over; what is not sent by then is reported as
     * timed out.
     *
     * @throws RuntimeException what went wrong when a result was to be recorded
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
        List<Sending> all = new ArrayList<>(waiting);
        current.ifPresent(all::add);
        Duration longest =
                all.stream().map(Sending::left).max(Duration::compareTo).orElse(Duration.ZERO);
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
        List<Sending> left = new ArrayList<>();
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
