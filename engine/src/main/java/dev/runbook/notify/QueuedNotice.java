package dev.runbook.notify;

import dev.runbook.journal.event.DeliveryResult;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One notice from the moment it is added; its result is reported exactly once. Thread-safe. */
final class QueuedNotice {
    private final Notice notice;
    private final Consumer<Delivery> then;
    private final Clock clock;
    private final long handedOver;
    private final AtomicBoolean reported = new AtomicBoolean();

    QueuedNotice(Notice notice, Consumer<Delivery> then, Clock clock) {
        this.notice = notice;
        this.then = then;
        this.clock = clock;
        this.handedOver = clock.nanos();
    }

    Notice notice() {
        return notice;
    }

    /** Returns the time left; negative once it is late. */
    Duration left() {
        return notice.within().minusNanos(clock.nanos() - handedOver);
    }

    void report(DeliveryResult result, String cause) {
        if (reported.compareAndSet(false, true)) {
            then.accept(new Delivery(result, cause, Duration.ofNanos(clock.nanos() - handedOver)));
        }
    }

    /**
     * @param behind the number of earlier messages in the channel's queue
     */
    void timedOut(int behind) {
        report(
                DeliveryResult.TIMED_OUT,
                "not delivered within " + TimeText.of(notice.within())
                        + (behind == 0
                                ? ""
                                : ", waiting for " + behind + " earlier message" + (behind == 1 ? "" : "s")
                                        + " to the channel"));
    }
}
