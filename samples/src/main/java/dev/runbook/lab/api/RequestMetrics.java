package dev.runbook.lab.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Counts requests by status code and duration, and formats them for Prometheus. Thread-safe. */
public final class RequestMetrics {
    private static final double[] BUCKET_SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final String labels;
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final long[] buckets = new long[BUCKET_SECONDS.length];
    private long count;
    private double seconds;

    /**
     * @param labels added to every sample, such as the deployment
     */
    public RequestMetrics(Map<String, String> labels) {
        this.labels = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + "\",")
                        .collect(Collectors.joining());
    }

    public synchronized void add(int status, long nanos) {
        byStatus.merge(status, 1L, Long::sum);
        double took = nanos / (double) TimeUnit.SECONDS.toNanos(1);
        seconds += took;
        count++;
        for (int i = 0; i < buckets.length; i++) {
            if (took <= BUCKET_SECONDS[i]) {
                buckets[i]++;
            }
        }
    }

    public synchronized String text() {
        StringBuilder text = new StringBuilder("# TYPE erpgo_http_requests_total counter\n");
        byStatus.forEach((status, requests) -> text.append("erpgo_http_requests_total{")
                .append(labels)
                .append("status_code=\"%d\"} %d\n".formatted(status, requests)));
        text.append("# TYPE erpgo_http_request_duration_seconds histogram\n");
        for (int i = 0; i < buckets.length; i++) {
            text.append(bucket(Double.toString(BUCKET_SECONDS[i]), buckets[i]));
        }
        text.append(bucket("+Inf", count));
        String plain = labels.isEmpty() ? "" : "{" + labels.substring(0, labels.length() - 1) + "}";
        text.append("erpgo_http_request_duration_seconds_sum%s %s\n".formatted(plain, seconds));
        text.append("erpgo_http_request_duration_seconds_count%s %d\n".formatted(plain, count));
        return text.toString();
    }

    private String bucket(String upTo, long requests) {
        return "erpgo_http_request_duration_seconds_bucket{" + labels + "le=\"" + upTo + "\"} " + requests + "\n";
    }
}
