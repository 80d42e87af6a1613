package dev.runbook.watch;

import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.notify.Delivery;
import dev.runbook.notify.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The messages of one watched file that have not been delivered yet. Thread-safe. */
final class TriggerMessages {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private volatile WatchContext context;
    private final String file;
    private volatile BiConsumer<String, Delivery> listener = (channel, delivery) -> {};
    private final List<WatchState.Unsent> unsent = new ArrayList<>();

    /** @param file the id of the watched file */
    TriggerMessages(WatchContext context, String file) {
        this.context = context;
        this.file = file;
    }

    /** @param delivered receives the channel and the result of each message, on a thread of the notifier */
    void listen(BiConsumer<String, Delivery> delivered) {
        listener = delivered;
    }

    /** Sends later messages to the channels of another context. */
    void sendWith(WatchContext now) {
        context = now;
    }

    /** Returns whether a message took too long, or was not sent. */
    static boolean missed(Delivery delivery) {
        return delivery.result() != DeliveryResult.SENT || delivery.took().compareTo(LIMIT) > 0;
    }

    synchronized void load(List<WatchState.Unsent> messages) {
        unsent.clear();
        unsent.addAll(messages);
    }

    synchronized List<WatchState.Unsent> unsent() {
        return List.copyOf(unsent);
    }

    /** Adds a message to channels; it is sent once the state of the watch is on disk. */
    synchronized List<WatchState.Unsent> add(List<String> channels, String text) {
        String masked = context.environment().secrets().masker().mask(text);
        List<WatchState.Unsent> added = channels.stream()
                .map(channel -> new WatchState.Unsent(UUID.randomUUID().toString(), channel, masked))
                .toList();
        unsent.addAll(added);
        return added;
    }

    void send(WatchState.Unsent message) {
        Notice notice = new Notice(
                message.channel(),
                MessageTrigger.TRIGGER_FIRED,
                message.text(),
                Optional.empty(),
                LIMIT,
                Map.of("environment", context.environment().name(), "triggers", file));
        context.notifier().deliver(notice, delivery -> {
            if (delivery.result() != DeliveryResult.SENT) {
                context.problem().accept("message to " + message.channel() + " not delivered: " + delivery.cause());
            }
            delivered(message);
            listener.accept(message.channel(), delivery);
        });
    }

    /** Called on a thread of the notifier. */
    private synchronized void delivered(WatchState.Unsent message) {
        unsent.remove(message);
    }
}
