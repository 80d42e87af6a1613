package dev.runbook.lab.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The name and labels of a time series.
 *
 * @param name empty for the result of a calculation
 */
record Series(String name, Map<String, String> labels) implements Comparable<Series> {
    Series {
        labels = new TreeMap<>(labels);
    }

    @Override
    public int compareTo(Series other) {
        return toString().compareTo(other.toString());
    }

    /** Returns the series in the text format of Prometheus, {@code http_requests_total{status="200"}}. */
    @Override
    public String toString() {
        if (labels.isEmpty()) {
            return name;
        }
        return name
                + labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
    }
}
