package dev.runbook.run.objective;

import dev.runbook.journal.Entry;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.DataLoss;
import dev.runbook.journal.event.DataLoss.End;
import dev.runbook.journal.event.DataLoss.Missing;
import dev.runbook.journal.event.FollowStarted;
import dev.runbook.journal.event.RecoveryPointMeasured;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.Targets;
import dev.runbook.model.RunObserver;
import dev.runbook.model.StepView;
import dev.runbook.plan.Plan;
import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the data loss of the run's runbook and of each runbook that was followed or fallen back to. Uses the journal
 * only, so a resumed run computes the same. Thread-safe.
 *
 * <p>A runbook is identified by its path in the run; the run's own runbook has the empty path. What a followed runbook
 * measures and stops also counts for the runbook that follows it, unless that one has its own recovery point; what a
 * fallback does never counts for the runbook that failed.
 */
public final class DataLosses implements RunObserver {
    /** The most by which two synchronized clocks may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(1);

    /** The runbooks of the run. */
    private record Runbook(String id, boolean fallback, Targets targets, Instant clockStart) {}

    /** A kind of data that a runbook names. */
    private record Named(String runbook, String data) {}

    /** How a step with {@code stopsWrites()} last ended. */
    private record Stop(boolean ok, Instant at) {}

    private final Map<String, Runbook> runbooks = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> parameters = new HashMap<>();
    private final Map<String, Stop> stops = new LinkedHashMap<>();
    private Instant at = Instant.EPOCH;
    /** The last recovery point measured, by the path of the runbook. */
    private final Map<String, DataLoss> points = new HashMap<>();
    /** The last recovery point of each kind of data that a runbook names. */
    private final Map<Named, DataLoss> named = new HashMap<>();
    /** The kinds of data that each runbook names. */
    private final Map<String, Set<String>> names = new HashMap<>();

    /** Registers a runbook of the run. */
    synchronized void follows(String path, Plan plan) {
        parameters.put(path, plan.arguments());
        names.put(path, plan.namedRpos().keySet());
    }

    @Override
    public synchronized void at(Entry entry) {
        at = entry.at();
    }

    @Override
    public synchronized void runStarted(RunStarted run) {
        runbooks.put("", new Runbook(run.runbook().id(), false, run.targets(), at));
    }

    @Override
    public synchronized void clockStarted(ClockStarted clock) {
        Instant start = clock.began(at);
        runbooks.computeIfPresent("", (path, own) -> new Runbook(own.id(), false, own.targets(), start));
    }

    @Override
    public synchronized void runbookStarted(FollowStarted follow) {
        runbooks.putIfAbsent(follow.step(), new Runbook(follow.runbook(), follow.fallback(), follow.targets(), at));
    }

    @Override
    public synchronized void stepEnded(StepView step, StepFinished end) {
        if (end.stopsWrites() && end.result() != Result.SKIPPED) {
            stops.put(end.step(), new Stop(end.result() == Result.OK, at));
        }
    }

    @Override
    public synchronized void recoveryPointMeasured(RecoveryPointMeasured measured) {
        String runbook = runbookOf(measured.step());
        DataLoss loss =
                measured.loss().orElseGet(() -> found(measured.step(), runbook, Instant.parse(measured.instant()), at));
        if (measured.data().isEmpty()) {
            points.put(runbook, loss);
        } else {
            named.put(new Named(runbook, measured.data()), loss);
        }
    }

    /** Returns the event to record for a recovery point. */
    synchronized RecoveryPointMeasured measured(String step, Instant point, Instant now, Map<String, Object> settings) {
        String runbook = runbookOf(step);
        Optional<RecoveryPoint.Given> given =
                RecoveryPoint.givenAs(point, parameters.getOrDefault(runbook, Map.of()), settings);
        DataLoss found = given.map(value -> found(step, runbook, point, now).givenAs(value.source(), value.name()))
                .orElseGet(() -> found(step, runbook, point, now));
        DataLoss loss = counted(found, runbook);
        String name = StepPath.last(step);
        String data = names.getOrDefault(runbook, Set.of()).contains(name) ? name : "";
        return new RecoveryPointMeasured(step, data, point.toString(), loss.lossMs(), Optional.of(loss));
    }

    private DataLoss found(String step, String runbook, Instant point, Instant now) {
        boolean possible = !point.isAfter(now.plus(CLOCK_SKEW));
        return DataLoss.of(
                point, now, step, runbooks.get(runbook).id(), possible ? Missing.NOTHING : Missing.CLOCKS_DIFFER);
    }

    /** Returns the loss of the run's own runbook, as far as it is known. */
    public synchronized DataLoss own() {
        return of("");
    }

    /** Returns the loss of one kind of data that the run's own runbook names, as far as it is known. */
    public synchronized DataLoss own(String data) {
        return of("", data);
    }

    private DataLoss of(String path, String data) {
        if (fellBack(path)) {
            return DataLoss.missing(Missing.FELL_BACK);
        }
        return Optional.ofNullable(named.get(new Named(path, data)))
                .map(loss -> counted(loss, path))
                .orElseGet(() -> DataLoss.missing(Missing.NO_RECOVERY_POINT));
    }

    /** Returns the losses of the followed runbook with this path, one for each RPO that it declares. */
    synchronized List<FollowedLoss> followed(String path) {
        Runbook runbook = runbooks.get(path);
        if (runbook == null) {
            return List.of();
        }
        List<FollowedLoss> losses = new ArrayList<>();
        if (runbook.targets().rpoMs() >= 0) {
            losses.add(new FollowedLoss(
                    runbook.id(), "", Duration.ofMillis(runbook.targets().rpoMs()), of(path)));
        }
        runbook.targets()
                .rpos()
                .forEach(rpo -> losses.add(new FollowedLoss(
                        runbook.id(), rpo.data(), Duration.ofMillis(rpo.rpoMs()), of(path, rpo.data()))));
        return losses;
    }

    /**
     * An RPO and the data loss of a followed runbook.
     *
     * @param data the kind of data that the RPO is of; empty for all
     */
    record FollowedLoss(String runbook, String data, Duration rpo, DataLoss loss) {}

    private DataLoss of(String path) {
        if (fellBack(path)) {
            return DataLoss.missing(Missing.FELL_BACK);
        }
        return Optional.ofNullable(points.get(path))
                .or(() -> points.entrySet().stream()
                        .filter(other -> countsFor(other.getKey(), path))
                        .map(Map.Entry::getValue)
                        .max(Comparator.comparing(loss -> Instant.parse(loss.measuredAt()))))
                .map(loss -> counted(loss, path))
                .orElseGet(() -> DataLoss.missing(Missing.NO_RECOVERY_POINT));
    }

    private boolean fellBack(String path) {
        return runbooks.entrySet().stream()
                .anyMatch(other ->
                        other.getValue().fallback() && enclosing(other.getKey()).equals(path));
    }

    private DataLoss counted(DataLoss point, String path) {
        if (point.missing().ofThePoint()) {
            return point;
        }
        Map<String, Stop> known = stopsFor(path);
        for (Map.Entry<String, Stop> stop : known.entrySet()) {
            if (!stop.getValue().ok()) {
                return point.without(Missing.STOP_FAILED, stop.getKey());
            }
        }
        Instant recovered = Instant.parse(point.recoveryPoint());
        Instant clockStart = runbooks.get(path).clockStart();
        Optional<Map.Entry<String, Stop>> last = known.entrySet().stream()
                .max(Comparator.comparing(stop -> stop.getValue().at()));
        if (last.isEmpty()) {
            return recovered.isAfter(clockStart)
                    ? point.until(Instant.parse(point.measuredAt()), End.MEASUREMENT, "")
                    : point.until(clockStart, End.CLOCK_START, "");
        }
        Instant stopped = last.get().getValue().at();
        boolean complete = !recovered.isBefore(stopped);
        return complete || !stopped.isBefore(clockStart)
                ? point.until(stopped, End.WRITES_STOPPED, last.get().getKey())
                : point.until(clockStart, End.CLOCK_START, "");
    }

    /**
     * Returns the write stops of the runbook and those it follows; if none of them stops writes, those of the enclosing
     * runbook.
     */
    private Map<String, Stop> stopsFor(String path) {
        Map<String, Stop> own = new LinkedHashMap<>();
        stops.forEach((step, stop) -> {
            if (countsFor(runbookOf(step), path)) {
                own.put(step, stop);
            }
        });
        return own.isEmpty() && !path.isEmpty() ? stopsFor(enclosing(path)) : own;
    }

    /**
     * Returns whether what happens in one runbook is part of the recovery of another: it is the same, or followed by
     * it.
     */
    private boolean countsFor(String inner, String path) {
        if (inner.equals(path)) {
            return true;
        }
        return !inner.isEmpty() && !runbooks.get(inner).fallback() && countsFor(enclosing(inner), path);
    }

    /** Returns the path of the runbook that follows, or falls back to, the runbook with this path. */
    private String enclosing(String path) {
        return innermost(runbooks.keySet().stream()
                .filter(other -> !other.equals(path) && (other.isEmpty() || StepPath.isWithin(path, other)))
                .toList());
    }

    /**
     * Returns the path of the runbook that a step belongs to. A step that follows a runbook belongs to the outer one.
     */
    private String runbookOf(String step) {
        return innermost(runbooks.keySet().stream()
                .filter(path -> path.isEmpty() || StepPath.isWithin(step, path))
                .toList());
    }

    private static String innermost(List<String> paths) {
        return paths.stream().max(Comparator.comparingInt(String::length)).orElse("");
    }
}
