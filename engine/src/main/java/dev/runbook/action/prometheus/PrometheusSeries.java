package dev.runbook.action.prometheus;

import dev.runbook.text.DecimalText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One series of a response.
 *
 * @param labels the labels that distinguish it from the others
 * @param values its numbers, oldest first
 * @param gap where it has no data, for display: a gap proves nothing, so aggregates over the whole series are NaN
 */
record PrometheusSeries(Map<String, Object> labels, List<Number> values, Optional<String> gap) {

    /** @throws NoNumber when the response contains anything but numbers */
    static List<PrometheusSeries> of(Map<?, ?> data, Optional<PrometheusSpec.Range> range) throws NoNumber {
        String type = String.valueOf(data.get("resultType"));
        if (!(data.get("result") instanceof List<?> result)) {
            throw new NoNumber("the response has no result");
        }
        List<PrometheusSeries> series = new ArrayList<>();
        switch (type) {
            case "scalar" -> series.add(single(Map.of(), result));
            case "vector", "matrix" -> {
                for (Object one : result) {
                    series.add(one(one, range));
                }
            }
            default -> throw new NoNumber("the query returns a " + type + ", not one number");
        }
        return series;
    }

    private static PrometheusSeries one(Object element, Optional<PrometheusSpec.Range> range) throws NoNumber {
        if (!(element instanceof Map<?, ?> one)) {
            throw new NoNumber("the response contains an invalid series");
        }
        if (one.containsKey("histogram") || one.containsKey("histograms")) {
            throw new NoNumber("the query returns a histogram, not a number: wrap it in histogram_quantile(…)");
        }
        Map<String, Object> labels = new LinkedHashMap<>();
        if (one.get("metric") instanceof Map<?, ?> metric) {
            metric.forEach((name, value) -> labels.put(String.valueOf(name), value));
        }
        if (one.get("value") instanceof List<?> sample) {
            return single(labels, sample);
        }
        if (one.get("values") instanceof List<?> samples && !samples.isEmpty()) {
            if (range.isEmpty()) {
                throw new NoNumber(
                        "the query returns a matrix, not one number: wrap it in a function such as max_over_time(…)");
            }
            return ranged(labels, samples, range.get());
        }
        throw new NoNumber("the response contains a series without a value");
    }

    private static PrometheusSeries single(Map<String, Object> labels, List<?> sample) throws NoNumber {
        Number value = number(sample);
        Optional<String> gap = isNaN(value) ? Optional.of("no data") : Optional.empty();
        return new PrometheusSeries(labels, List.of(value), gap);
    }

    private static PrometheusSeries ranged(Map<String, Object> labels, List<?> samples, PrometheusSpec.Range range)
            throws NoNumber {
        List<Number> values = new ArrayList<>();
        for (Object sample : samples) {
            values.add(number(sample instanceof List<?> pair ? pair : List.of()));
        }
        long missing = range.points()
                - values.size()
                + values.stream().filter(PrometheusSeries::isNaN).count();
        if (missing <= 0) {
            return new PrometheusSeries(labels, values, Optional.empty());
        }
        return new PrometheusSeries(
                labels,
                values,
                Optional.of(
                        "no data at " + missing + " of " + range.points() + " points in time; " + between(samples)));
    }

    private static String between(List<?> samples) {
        return "data from " + at(samples.get(0)) + " to " + at(samples.get(samples.size() - 1));
    }

    private static String at(Object sample) {
        return sample instanceof List<?> pair && pair.get(0) instanceof Number time
                ? Instant.ofEpochSecond(time.longValue()).toString()
                : "?";
    }

    /** Returns the newest value. */
    Number value() {
        return gap.isPresent() ? Double.NaN : values.get(values.size() - 1);
    }

    Number lowest() {
        return lowest(List.of(this));
    }

    Number highest() {
        return highest(List.of(this));
    }

    /** Returns the lowest value; NaN if any series has a gap. */
    static Number lowest(List<PrometheusSeries> series) {
        return select(series, Collections::min);
    }

    /** Returns the highest value; NaN if any series has a gap. */
    static Number highest(List<PrometheusSeries> series) {
        return select(series, Collections::max);
    }

    private static Number select(
            List<PrometheusSeries> series, BiFunction<Collection<Number>, Comparator<Number>, Number> best) {
        if (series.stream().anyMatch(one -> one.gap().isPresent())) {
            return Double.NaN;
        }
        List<Number> all = series.stream().flatMap(one -> one.values().stream()).toList();
        return best.apply(all, Comparator.comparingDouble(Number::doubleValue));
    }

    /** Returns the series as conditions and handles see it. */
    Map<String, Object> toMap(boolean ranged) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("labels", labels);
        map.put("value", value());
        if (ranged) {
            map.put("lowest", lowest());
            map.put("highest", highest());
            map.put("values", values);
        }
        return map;
    }

    private static boolean isNaN(Number number) {
        return Double.isNaN(number.doubleValue());
    }

    /** Parses a sample: its time and its value, as text. */
    private static Number number(List<?> sample) throws NoNumber {
        String text = sample.isEmpty() ? "" : String.valueOf(sample.get(sample.size() - 1));
        try {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> DecimalText.read(text);
            };
        } catch (NumberFormatException e) {
            throw new NoNumber("the response contains a value that is not a number: '" + text + "'");
        }
    }

    /** Thrown when conditions cannot judge the response. */
    static final class NoNumber extends Exception {
        private static final long serialVersionUID = 1L;

        NoNumber(String message) {
            super(message);
        }
    }
}
