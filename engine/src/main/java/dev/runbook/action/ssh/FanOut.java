package dev.runbook.action.ssh;

import dev.runbook.action.CancellationToken;
import dev.runbook.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Executes work for many elements concurrently. An author's limit is strict; without one, an element that takes long
 * frees its slot for the next, so that healthy hosts never wait for unhealthy ones.
 */
final class FanOut {
    private static final int USUAL = 50;
    private static final int MOST_THREADS = 400;
    static final Duration USUALLY = Duration.ofSeconds(3);

    private final Semaphore places;
    private final Semaphore threads = new Semaphore(MOST_THREADS);
    private final boolean makeRoom;
    private final Duration usually;
    private final CancellationToken stop;
    private final Clock clock;

    /**
     * @param usually the longest time a healthy element takes
     */
    FanOut(Optional<Integer> atOnce, Duration usually, CancellationToken stop, Clock clock) {
        this.usually = usually;
        this.places = new Semaphore(atOnce.orElse(USUAL));
        this.makeRoom = atOnce.isEmpty();
        this.stop = stop;
        this.clock = clock;
    }

    /**
     * Returns the results in order; {@code notStarted} for elements that had not started when the stop was requested.
     */
    <T, R> List<R> each(List<T> all, Function<T, R> work, Supplier<R> notStarted) throws InterruptedException {
        if (all.size() == 1) {
            return List.of(work.apply(all.get(0)));
        }
        AtomicReferenceArray<R> results = new AtomicReferenceArray<>(all.size());
        CountDownLatch left = new CountDownLatch(all.size());
        stop.onRequest(() -> {
            places.release(all.size());
            threads.release(all.size());
        });
        for (int i = 0; i < all.size(); i++) {
            places.acquire();
            threads.acquire();
            if (stop.requested()) {
                results.set(i, notStarted.get());
                left.countDown();
                continue;
            }
            int index = i;
            Thread thread = new Thread(
                    () -> {
                        AtomicBoolean placeGiven = new AtomicBoolean();
                        Runnable givePlace = () -> {
                            if (placeGiven.compareAndSet(false, true)) {
                                places.release();
                            }
                        };
                        Clock.Alarm alarm = makeRoom ? clock.after(usually, givePlace) : () -> {};
                        try {
                            results.set(index, work.apply(all.get(index)));
                        } finally {
                            alarm.cancel();
                            givePlace.run();
                            threads.release();
                            left.countDown();
                        }
                    },
                    "host-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        left.await();
        List<R> list = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            list.add(results.get(i));
        }
        return list;
    }
}
