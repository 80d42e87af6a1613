package dev.runbook.lab.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The values of all series in the last half hour. Thread-safe. */
final class SampleHistory {
    private static final Duration KEPT = Duration.ofMinutes(35);

    /** How old the last value of a series may be: a series without a later one has ended. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Map<Series, Deque<Point>> points = new TreeMap<>();

    /** A value of a series. */
    record Point(Instant at, double value) {}

    /** A series and the values that a query asked for, the earliest first; at least one. */
    record Found(Series series, List<Point> points) {
        Point first() {
            return points.get(0);
        }

        Point last() {
            return points.get(points.size() - 1);
        }
    }

    synchronized void add(Instant at, List<Sample> samples) {
        for (Sample sample : samples) {
            points.computeIfAbsent(sample.series(), series -> new ArrayDeque<>())
                    .addLast(new Point(at, sample.value()));
        }
        points.values().forEach(known -> {
            while (!known.isEmpty() && known.getFirst().at().isBefore(at.minus(KEPT))) {
                known.removeFirst();
            }
        });
    }

    /** Finds the last value of each series at a time. */
    List<Found> at(Instant time, Predicate<Series> which) {
        return within(STALE, time, which).stream()
                .map(found -> new Found(found.series(), List.of(found.last())))
                .toList();
    }

    /** Finds the values of each series in a window that ends at a time. */
    synchronized List<Found> within(Duration window, Instant end, Predicate<Series> which) {
        Instant start = end.minus(window);
        List<Found> found = new ArrayList<>();
        points.forEach((series, known) -> {
            if (which.test(series)) {
                List<Point> inside = known.stream()
                        .filter(point ->
                                point.at().isAfter(start) && !point.at().isAfter(end))
                        .toList();
                if (!inside.isEmpty()) {
                    found.add(new Found(series, inside));
                }
            }
        });
        return found;
    }
}
