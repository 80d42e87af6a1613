package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.environment.Channel;
import dev.runbook.environment.Environment;
import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Delivers messages to the channels of an environment, asynchronously to the run. Each channel has one {@linkplain
 * ChannelQueue queue}, so its messages arrive in the order of their events; a slow channel does not delay others.
 */
public final class ChannelNotifier implements Notifier {
    private static final String DRILL = "[DRILL] ";

    private final Environment environment;
    private final boolean drill;
    private final Routes routes;
    private final Clock clock;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "notify");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Object, ChannelQueue> queues = new HashMap<>();

    public ChannelNotifier(Environment environment, boolean drill, Clock clock) {
        this.environment = environment;
        this.drill = drill;
        this.routes = new Routes(environment, drill, clock);
        this.clock = clock;
    }

    @Override
    public void deliver(Notice notice, Consumer<Delivery> then) {
        queue(notice.channel()).add(new QueuedNotice(drill ? marked(notice) : notice, then, clock));
    }

    /** Returns the queue of a channel. Channels with the same destination, as in a drill, share a queue. */
    private synchronized ChannelQueue queue(String name) {
        Object place = routes.channel(name).<Object>map(Channel::destination).orElse(name);
        return queues.computeIfAbsent(place, first -> new ChannelQueue(this::send, threads, clock));
    }

    private static Notice marked(Notice notice) {
        return notice.with(DRILL + notice.text(), notice.html().map(html -> "<p>" + DRILL.strip() + "</p>\n" + html));
    }

    private void send(QueuedNotice message) {
        String shortened;
        try {
            Route route = routes.to(message.notice().channel());
            shortened = message.notice().text().length() <= route.longest()
                    ? ""
                    : "shortened to " + route.longest() + " characters, the most that the channel takes";
            route.send(
                    message.notice(),
                    new DeliveryAttempts(clock, message.notice().within()));
        } catch (InterruptedIOException | ClosedByInterruptException late) {
            message.timedOut(0);
            return;
        } catch (IOException | AuthorException failed) {
            message.report(
                    DeliveryResult.FAILED, environment.secrets().masker().mask(String.valueOf(failed.getMessage())));
            return;
        } catch (RuntimeException fault) {
            message.report(
                    DeliveryResult.FAILED,
                    "the engine could not send it: " + fault.getClass().getSimpleName());
            return;
        }
        message.report(DeliveryResult.SENT, shortened);
    }

    @Override
    public void close() {
        List<ChannelQueue> all;
        synchronized (this) {
            all = new ArrayList<>(queues.values());
        }
        RuntimeException first = null;
        for (ChannelQueue queue : all) {
            try {
                queue.drain();
            } catch (RuntimeException unrecorded) {
                first = first == null ? unrecorded : first;
            }
        }
        threads.shutdownNow();
        routes.close();
        if (first != null) {
            throw first;
        }
    }
}
