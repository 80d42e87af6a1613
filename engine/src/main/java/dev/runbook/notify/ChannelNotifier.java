package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Delivers to the channels of an environment on threads of its own. */
public final class ChannelNotifier implements Notifier {
    private static final String DRILL = "[DRILL] ";

    /** A receiver that answers just in time is still told as sent. */
    private static final Duration LEEWAY = Duration.ofMillis(500);

    private final Environment environment;
    private final boolean drill;
    private final Routes routes;
    private final Clock clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "notify");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Sending> underWay = new ArrayList<>();

    public ChannelNotifier(Environment environment, boolean drill, Clock clock) {
        this.environment = environment;
        this.drill = drill;
        this.routes = new Routes(environment, drill, clock);
        this.clock = clock;
    }

    /** One notice on its way; what became of it is told once, by whoever knows first. */
    private final class Sending {
        final Notice notice;
        final Consumer<Delivery> then;
        final long began = clock.nanos();
        final AtomicBoolean told = new AtomicBoolean();
        Future<?> task;

        Sending(Notice notice, Consumer<Delivery> then) {
            this.notice = notice;
            this.then = then;
        }

        void tell(String result, String cause) {
            if (told.compareAndSet(false, true)) {
                then.accept(new Delivery(result, cause, Duration.ofNanos(clock.nanos() - began)));
            }
        }

        Duration left() {
            return notice.within().plus(LEEWAY).minusNanos(clock.nanos() - began);
        }
    }

    @Override
    public synchronized void deliver(Notice notice, Consumer<Delivery> then) {
        Sending sending = new Sending(drill ? marked(notice) : notice, then);
        underWay.removeIf(one -> one.told.get());
        underWay.add(sending);
        sending.task = threads.submit(() -> send(sending));
    }

    private static Notice marked(Notice notice) {
        return new Notice(notice.channel(), notice.when(), DRILL + notice.text(), notice.within(), notice.about());
    }

    private void send(Sending sending) {
        String result = "sent";
        String cause = "";
        try {
            routes.to(sending.notice.channel()).send(sending.notice);
        } catch (InterruptedIOException late) {
            result = "timedOut";
            cause = "not delivered within " + TimeText.of(sending.notice.within());
        } catch (IOException | AuthorException failed) {
            result = "failed";
            cause = environment.secrets().masker().mask(String.valueOf(failed.getMessage()));
        } catch (RuntimeException fault) {
            result = "failed";
            cause = "the engine could not send it: " + fault.getClass().getSimpleName();
        }
        sending.tell(result, cause);
    }

    @Override
    public void close() {
        List<Sending> all;
        synchronized (this) {
            all = List.copyOf(underWay);
        }
        all.forEach(this::await);
        threads.shutdownNow();
        routes.close();
    }

    private void await(Sending sending) {
        try {
            sending.task.get(Math.max(0, sending.left().toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            sending.task.cancel(true);
            sending.tell("timedOut", "not delivered within " + TimeText.of(sending.notice.within()));
        } catch (ExecutionException fault) { // what came of it could not be told
            if (fault.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(fault.getCause());
        } catch (InterruptedException asked) {
            sending.tell("failed", "the engine ended before it was delivered");
            Thread.currentThread().interrupt();
        }
    }
}
