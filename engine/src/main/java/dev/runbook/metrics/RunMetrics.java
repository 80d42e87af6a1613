package dev.runbook.metrics;

import dev.runbook.EngineException;
import dev.runbook.journal.Entry;
import dev.runbook.journal.JournalEnds;
import dev.runbook.journal.JournalException;
import dev.runbook.journal.LockFile;
import dev.runbook.journal.ReportedStatus;
import dev.runbook.journal.RunFolder;
import dev.runbook.journal.RunStore;
import dev.runbook.journal.event.RunFinished;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunView;
import dev.runbook.value.EnumWord;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The metrics of all runs of a store. Each run is counted once it has ended, from its journal; what was counted is kept
 * beside the runs, so that a counter does not fall when old runs are deleted. Thread-safe.
 */
public final class RunMetrics {
    /** The newest runs, whose last record is looked at each time; an older one that is resumed is not counted again. */
    private static final int MAY_BE_RESUMED = 50;

    private static final int BETWEEN_WRITES = 200;
    private static final int MOST_LOOKS = 40;
    private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

    private final RunStore runs;
    private final CountedRuns counted;
    private final Path lock;

    public RunMetrics(RunStore runs) {
        Path folder = runs.home().resolve("metrics");
        this.runs = runs;
        this.counted = new CountedRuns(folder.resolve("runs.json"));
        this.lock = folder.resolve("runs.lock");
    }

    /**
     * Counts what has ended since the last call, and returns the metrics of one environment.
     *
     * @param drills how often drills are due, by runbook
     * @throws EngineException when what was counted cannot be read or written
     */
    public synchronized Points of(String environment, Map<String, Duration> drills) {
        Points unfinished = new Points();
        Points points = new Points();
        drills.forEach((runbook, interval) -> {
            points.add(Metric.DRILL_INTERVAL, interval.toMillis() / 1e3, environment, runbook);
            points.add(Metric.DRILL_LAST, 0, environment, runbook);
        });
        points.addAll(count(unfinished));
        points.addAll(unfinished);
        return points.where((label, value) -> !label.equals("environment") || value.equals(environment));
    }

    private Points count(Points unfinished) {
        try (LockFile held = lock()) {
            held.says("process " + ProcessHandle.current().pid());
            CountedRuns.State state = counted.read();
            List<RunFolder> folders = runs.list();
            state.keepOnly(folders.stream().map(RunFolder::id).collect(Collectors.toSet()));
            for (int i = folders.size() - 1; i >= 0; i--) { // the newest last: it sets the gauges
                if (i < MAY_BE_RESUMED || !state.has(folders.get(i).id())) {
                    add(folders.get(i), state, unfinished);
                }
                if (i % BETWEEN_WRITES == 0) { // the first time there may be more runs than this process has time for
                    counted.write(state);
                }
            }
            return state.points();
        } catch (IOException unwritable) {
            throw new EngineException("cannot take the lock " + lock + ": " + FileReason.of(unwritable), unwritable);
        }
    }

    private static void add(RunFolder folder, CountedRuns.State state, Points unfinished) {
        try {
            boolean live = folder.live(); // before the journal, so that a run that ends meanwhile counts as ended
            JournalEnds ends = folder.ends();
            String head = ends.last().map(Entry::hash).orElse("");
            if (!live && state.has(folder.id(), head)) {
                return;
            }
            Optional<RunView> view = live ? Optional.empty() : RunView.of(folder.read(), Optional.empty());
            Optional<RunFinished> end = view.flatMap(RunView::finished);
            if (end.isPresent()) {
                state.count(folder.id(), head, RunPoints.of(view.get(), end.get()));
            } else {
                ends.started().ifPresent(started -> unfinished(folder, started, live, unfinished));
            }
        } catch (JournalException unreadable) {
            System.getLogger(RunMetrics.class.getName()).log(System.Logger.Level.DEBUG, folder.id(), unreadable);
        }
    }

    private static void unfinished(RunFolder folder, RunStarted started, boolean live, Points unfinished) {
        String[] labels = {
            started.environment().name(),
            started.runbook().id(),
            started.mode().word(),
            EnumWord.of(live ? ReportedStatus.RUNNING : ReportedStatus.INTERRUPTED)
        };
        boolean first = unfinished.value(Metric.UNFINISHED, labels).isEmpty();
        double before = unfinished.value(Metric.UNFINISHED, labels).orElse(0);
        unfinished.add(Metric.UNFINISHED, before + 1, labels);
        if (first) { // the oldest
            unfinished.add(Metric.UNFINISHED_START, RunPoints.seconds(folder.createdAt()), labels);
        }
    }

    private LockFile lock() throws IOException {
        for (int attempt = 0; ; attempt++) {
            Optional<LockFile> taken = LockFile.take(lock);
            if (taken.isPresent()) {
                return taken.get();
            }
            if (attempt == MOST_LOOKS) {
                throw new EngineException("another process is counting the runs: it holds the lock " + lock);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}
