package dev.runbook.lab.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** The counters, gauges and histograms of a lab. Thread-safe. */
public final class Metrics {
    private static final double[] BUCKET_SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 5, 10, 15, 30};

    private final Map<Series, DoubleAdder> counters = new ConcurrentSkipListMap<>();
    private final Map<Series, DoubleSupplier> gauges = new ConcurrentSkipListMap<>();

    /** Adds to a counter. Adding 0 creates it, so that its first increase is seen. */
    public void add(String name, Map<String, String> labels, double amount) {
        counters.computeIfAbsent(new Series(name, labels), series -> new DoubleAdder())
                .add(amount);
    }

    /** Adds a duration to a histogram. */
    public void observe(String name, Map<String, String> labels, long nanos) {
        double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
        for (double upTo : BUCKET_SECONDS) {
            add(name + "_bucket", with(labels, Double.toString(upTo)), seconds <= upTo ? 1 : 0);
        }
        add(name + "_bucket", with(labels, "+Inf"), 1);
        add(name + "_sum", labels, seconds);
        add(name + "_count", labels, 1);
    }

    /** Declares a gauge, which is read with every sample; NaN leaves it out. */
    public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
        gauges.put(new Series(name, labels), value);
    }

    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        counters.forEach((series, value) -> samples.add(new Sample(series, value.sum())));
        gauges.forEach((series, value) -> {
            double now = value.getAsDouble();
            if (!Double.isNaN(now)) {
                samples.add(new Sample(series, now));
            }
        });
        return samples;
    }

    /** Returns all values in the text format of Prometheus. */
    public String text() {
        return samples().stream()
                .map(sample -> sample.series() + " " + sample.value() + "\n")
                .collect(Collectors.joining());
    }

    private static Map<String, String> with(Map<String, String> labels, String upTo) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("le", upTo);
        return all;
    }
}
