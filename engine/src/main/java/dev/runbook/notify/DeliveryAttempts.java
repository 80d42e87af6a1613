package dev.runbook.notify;

import dev.runbook.time.Clock;
import dev.runbook.time.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * The attempts to deliver one message: what fails temporarily is repeated, with growing pauses, while the message's
 * delivery time lasts. Used by one thread.
 */
final class DeliveryAttempts {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** One request to the receiver, which blocks. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws IOException;
    }

    private final Clock clock;
    private final Duration within;
    private final long began;

    DeliveryAttempts(Clock clock, Duration within) {
        this.clock = clock;
        this.within = within;
        this.began = clock.nanos();
    }

    /** Returns the time left for the message. */
    Duration left() {
        Duration left = within.minusNanos(clock.nanos() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Sends a request until it succeeds, fails for good, or the time is over.
     *
     * @throws IOException the last failure, with the number of attempts
     */
    <T> T repeat(Request<T> request) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (TemporaryFailureException failed) {
                Duration wait = Durations.longer(pause, failed.retryAfter());
                if (wait.compareTo(left()) >= 0) {
                    throw new IOException(
                            failed.getMessage() + (attempt == 1 ? "" : " (" + attempt + " attempts)"), failed);
                }
                sleep(wait);
            }
            pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private void sleep(Duration time) throws InterruptedIOException {
        try {
            clock.sleep(time);
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the delivery time is over");
        }
    }
}
