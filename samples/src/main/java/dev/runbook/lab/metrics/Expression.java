package dev.runbook.lab.metrics;

import dev.runbook.lab.metrics.SampleHistory.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A part of a PromQL query; its value is a vector of samples. A number is a vector of one sample without labels. */
sealed interface Expression {

    List<Sample> at(SampleHistory history, Instant time);

    record Constant(double value) implements Expression {
        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            return scalar(value);
        }
    }

    /** {@code time()}: seconds since 1970. */
    record Time() implements Expression {
        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            return scalar(time.toEpochMilli() / 1000.0);
        }
    }

    /** {@code name{label="value"}}. */
    record Selector(Predicate<Series> which) implements Expression {
        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            return history.at(time, which).stream()
                    .map(found -> new Sample(found.series(), found.last().value()))
                    .toList();
        }
    }

    /**
     * {@code rate(selector[window])} and {@code increase(…)} of counters that are never reset.
     *
     * @param perSecond true for a rate
     */
    record Increase(Predicate<Series> which, Duration window, boolean perSecond) implements Expression {
        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            return history.within(window, time, which).stream()
                    .filter(found -> found.points().size() > 1)
                    .map(found -> new Sample(unnamed(found.series()), of(found)))
                    .toList();
        }

        private double of(Found found) {
            double increase = found.last().value() - found.first().value();
            double seconds =
                    Duration.between(found.first().at(), found.last().at()).toMillis() / 1000.0;
            return perSecond ? increase / seconds : increase;
        }
    }

    /**
     * {@code sum by (labels) (vector)} and its kind.
     *
     * @param by the labels that remain
     */
    record Aggregate(Kind kind, List<String> by, Expression of) implements Expression {
        enum Kind {
            SUM,
            MIN,
            MAX,
            AVG
        }

        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            Map<Series, DoubleSummaryStatistics> groups = of.at(history, time).stream()
                    .collect(Collectors.groupingBy(
                            sample -> only(by, sample.series()),
                            TreeMap::new,
                            Collectors.summarizingDouble(Sample::value)));
            List<Sample> results = new ArrayList<>();
            groups.forEach((series, values) -> results.add(new Sample(
                    series,
                    switch (kind) {
                        case SUM -> values.getSum();
                        case MIN -> values.getMin();
                        case MAX -> values.getMax();
                        case AVG -> values.getAverage();
                    })));
            return results;
        }

        private static Series only(List<String> by, Series series) {
            Map<String, String> kept = new TreeMap<>(series.labels());
            kept.keySet().retainAll(by);
            return new Series("", kept);
        }
    }

    /** {@code left / right}; a vector with a vector by equal labels. */
    record Binary(DoubleBinaryOperator operator, Expression left, Expression right) implements Expression {
        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            List<Sample> lefts = left.at(history, time);
            List<Sample> rights = right.at(history, time);
            if (left instanceof Constant || left instanceof Time) {
                return map(rights, value -> operator.applyAsDouble(lefts.get(0).value(), value));
            }
            if (right instanceof Constant || right instanceof Time) {
                return map(
                        lefts,
                        value -> operator.applyAsDouble(value, rights.get(0).value()));
            }
            Map<Map<String, String>, Double> byLabels = new HashMap<>();
            rights.forEach(sample -> byLabels.put(sample.series().labels(), sample.value()));
            return lefts.stream()
                    .filter(sample -> byLabels.containsKey(sample.series().labels()))
                    .map(sample -> new Sample(
                            unnamed(sample.series()),
                            operator.applyAsDouble(
                                    sample.value(), byLabels.get(sample.series().labels()))))
                    .toList();
        }

        private static List<Sample> map(List<Sample> samples, java.util.function.DoubleUnaryOperator change) {
            return samples.stream()
                    .map(sample -> new Sample(unnamed(sample.series()), change.applyAsDouble(sample.value())))
                    .toList();
        }
    }

    /** {@code histogram_quantile(0.95, buckets)}, with linear interpolation inside a bucket. */
    record Quantile(double quantile, Expression buckets) implements Expression {
        @Override
        public List<Sample> at(SampleHistory history, Instant time) {
            Map<Series, TreeMap<Double, Double>> histograms = new TreeMap<>();
            for (Sample sample : buckets.at(history, time)) {
                Map<String, String> rest = new TreeMap<>(sample.series().labels());
                String upTo = rest.remove("le");
                if (upTo != null) {
                    histograms
                            .computeIfAbsent(new Series("", rest), series -> new TreeMap<>())
                            .put(
                                    upTo.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(upTo),
                                    sample.value());
                }
            }
            return histograms.entrySet().stream()
                    .map(histogram -> new Sample(histogram.getKey(), of(histogram.getValue())))
                    .toList();
        }

        private double of(TreeMap<Double, Double> cumulative) {
            double total = cumulative.lastEntry().getValue();
            if (total <= 0) {
                return Double.NaN;
            }
            double rank = quantile * total;
            double lower = 0;
            double below = 0;
            for (Map.Entry<Double, Double> bucket : cumulative.entrySet()) {
                if (bucket.getValue() >= rank) {
                    return Double.isInfinite(bucket.getKey())
                            ? lower
                            : lower + (bucket.getKey() - lower) * (rank - below) / (bucket.getValue() - below);
                }
                lower = bucket.getKey();
                below = bucket.getValue();
            }
            return lower;
        }
    }

    private static List<Sample> scalar(double value) {
        return List.of(new Sample(new Series("", Collections.emptyMap()), value));
    }

    private static Series unnamed(Series series) {
        return new Series("", series.labels());
    }
}
