package dev.runbook.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;

/** The values of metrics by their labels. Used by one thread. */
public final class Points {
    /**
     * The value of one series.
     *
     * @param count of a summary, how many values {@code value} is the sum of; of others 1
     */
    public record Point(Metric metric, List<String> labels, long count, double value) {
        public Point {
            labels = List.copyOf(labels);
            if (labels.size() != metric.labels().size()) {
                throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
            }
        }

        /** Returns the sum of both. */
        private Point plus(Point other) {
            return new Point(metric, labels, count + other.count, value + other.value);
        }
    }

    private final Map<Metric, Map<List<String>, Point>> all = new EnumMap<>(Metric.class);

    /** Sets a gauge; adds to a counter or a summary. */
    void add(Metric metric, double value, String... labels) {
        add(new Point(metric, List.of(labels), 1, value));
    }

    void add(Point point) {
        Map<List<String>, Point> series = all.computeIfAbsent(point.metric(), first -> new LinkedHashMap<>());
        if (point.metric().type() == Metric.Type.GAUGE) {
            series.put(point.labels(), point);
        } else {
            series.merge(point.labels(), point, Point::plus);
        }
    }

    public void addAll(Points others) {
        others.list().forEach(this::add);
    }

    /** Returns the value of one series. */
    OptionalDouble value(Metric metric, String... labels) {
        Point point = all.getOrDefault(metric, Map.of()).get(List.of(labels));
        return point == null ? OptionalDouble.empty() : OptionalDouble.of(point.value());
    }

    List<Point> list() {
        return all.values().stream().flatMap(series -> series.values().stream()).toList();
    }

    /** Returns the points for which the predicate holds, given a label and its value. */
    Points where(BiPredicate<String, String> label) {
        Points some = new Points();
        list().stream()
                .filter(point -> {
                    List<String> names = point.metric().labels();
                    for (int i = 0; i < names.size(); i++) {
                        if (!label.test(names.get(i), point.labels().get(i))) {
                            return false;
                        }
                    }
                    return true;
                })
                .forEach(some::add);
        return some;
    }

    /** Returns the values for the library that writes them. */
    MetricSnapshots snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        all.forEach((metric, series) -> {
            if (!series.isEmpty()) {
                snapshots.add(snapshot(metric, series));
            }
        });
        return new MetricSnapshots(snapshots);
    }

    private static MetricSnapshot snapshot(Metric metric, Map<List<String>, Point> series) {
        return switch (metric.type()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(metric.base()).help(metric.help());
                series.values()
                        .forEach(point -> counter.dataPoint(CounterDataPointSnapshot.builder()
                                .labels(labels(point))
                                .value(point.value())
                                .build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(metric.base()).help(metric.help());
                series.values()
                        .forEach(point -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                                .labels(labels(point))
                                .value(point.value())
                                .build()));
                yield gauge.build();
            }
            case SUMMARY -> {
                SummarySnapshot.Builder summary =
                        SummarySnapshot.builder().name(metric.base()).help(metric.help());
                series.values()
                        .forEach(point -> summary.dataPoint(SummaryDataPointSnapshot.builder()
                                .labels(labels(point))
                                .count(point.count())
                                .sum(point.value())
                                .build()));
                yield summary.build();
            }
        };
    }

    private static Labels labels(Point point) {
        return Labels.of(
                point.metric().labels().toArray(String[]::new), point.labels().toArray(String[]::new));
    }
}
