package dev.runbook.watch;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Drives the watches of one process: takes their measurements on their own threads and hands the samples to them, one
 * at a time. A target that hangs occupies its own thread only.
 */
public final class Watcher implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** More measurements that are due together are spread, so that they need few threads and disturb nobody. */
    private static final int MOST_AT_ONCE = 8;
    /** The part of their period over which they are spread. */
    private static final int PART_OF_PERIOD = 5;

    private record Due(TriggerWatch watch, Measurement measurement) {}

    private record Arrived(TriggerWatch watch, Sample sample) {}

    private final List<TriggerWatch> watches;
    private Measurer measurer;
    private final boolean acts;
    private final Consumer<String> problem;
    private final EvaluationListener listener;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "measure");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    /**
     * @param acts whether decisions take effect
     * @param problem receives one line for people for a file that cannot be evaluated
     */
    public Watcher(
            List<TriggerWatch> watches,
            Measurer measurer,
            boolean acts,
            Consumer<String> problem,
            EvaluationListener listener) {
        this.watches = new CopyOnWriteArrayList<>(watches);
        this.measurer = measurer;
        this.acts = acts;
        this.problem = problem;
        this.listener = listener;
        this.watches.forEach(watch -> watch.listen(listener));
    }

    /**
     * Replaces a watch, between two evaluations. Its measurements in progress are ignored when they arrive.
     *
     * @param old empty to add another watch
     */
    public void replace(Optional<TriggerWatch> old, TriggerWatch now) {
        old.ifPresent(watches::remove);
        watches.add(now);
        now.listen(listener);
        listener.replaced(now);
    }

    /** Takes later measurements with another measurer; those that are in progress with the one before are ended. */
    public void measureWith(Measurer now) {
        Measurer before = exchange(now);
        before.close();
    }

    private synchronized Measurer exchange(Measurer now) {
        Measurer before = measurer;
        measurer = now;
        return before;
    }

    private synchronized Measurer measurer() {
        return measurer;
    }

    /** Measures everything once, and returns when every trigger is decided. */
    public void once() {
        watches.stream().flatMap(this::begin).forEach(this::measure);
        while (watches.stream().anyMatch(TriggerWatch::waits)) {
            poll(LOOK);
        }
    }

    /** Evaluates on the periods until asked to stop. */
    public void run(BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            spread(watches.stream()
                    .filter(watch -> watch.untilNext().isZero())
                    .flatMap(this::begin)
                    .toList());
            Duration next = watches.stream()
                    .map(TriggerWatch::untilNext)
                    .min(Duration::compareTo)
                    .orElse(LOOK)
                    .dividedBy(measurer.clock().factor());
            poll(next.compareTo(LOOK) < 0 ? next : LOOK);
        }
    }

    private Stream<Due> begin(TriggerWatch watch) {
        List<Due> due = new ArrayList<>();
        if (acts) { // each on its own: with a full disk, what is due is still measured
            guarded(watch, watch::checkRequested);
            guarded(watch, watch::follow);
        }
        guarded(watch, () -> watch.begin().forEach(measurement -> due.add(new Due(watch, measurement))));
        return due.stream();
    }

    private synchronized void measure(Due due) {
        if (closed || !watches.contains(due.watch())) {
            return;
        }
        Measurer current = measurer;
        threads.execute(() -> arrived.add(new Arrived(due.watch(), current.measure(due.measurement()))));
    }

    private void spread(List<Due> due) {
        for (int i = 0; i < due.size(); i++) {
            Due one = due.get(i);
            long span =
                    due.size() <= MOST_AT_ONCE ? 0 : one.measurement().every().toMillis() / PART_OF_PERIOD;
            measurer().clock().after(Duration.ofMillis(span * i / due.size()), () -> measure(one));
        }
    }

    private void poll(Duration time) {
        try {
            List<Arrived> all = new ArrayList<>();
            Arrived first = arrived.poll(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
            if (first != null) {
                all.add(first);
                arrived.drainTo(all);
                all.removeIf(one -> !watches.contains(one.watch()));
                all.forEach(one -> guarded(one.watch(), () -> take(one)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Arrived one) {
        listener.evaluated(one.watch(), one.sample(), one.watch().take(one.sample(), acts));
    }

    /** A file that cannot be evaluated, or whose state cannot be written, does not affect the others. */
    private void guarded(TriggerWatch watch, Runnable work) {
        try {
            work.run();
        } catch (AuthorException | EngineException fault) {
            problem.accept(watch.set().id() + ": " + fault.getMessage());
        } catch (RuntimeException fault) {
            problem.accept(watch.set().id() + ": internal error: " + fault);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            threads.shutdownNow();
        }
        measurer().close();
    }
}
