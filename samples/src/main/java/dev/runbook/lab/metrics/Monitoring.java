package dev.runbook.lab.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A stand-in for a Prometheus server: reads the lab's metrics every second, and answers {@code /api/v1/query},
 * {@code /api/v1/query_range} and {@code /metrics}. Thread-safe.
 */
public final class Monitoring implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final SampleHistory history = new SampleHistory();
    private final LabServer server;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "monitoring");
        thread.setDaemon(true);
        return thread;
    });

    private Monitoring(InetSocketAddress at, Metrics metrics) {
        this.metrics = metrics;
        this.server = LabServer.open("monitoring", at, this::answer);
    }

    /** Starts the server and the first reading. */
    public static Monitoring start(InetSocketAddress at, Metrics metrics) {
        Monitoring monitoring = new Monitoring(at, metrics);
        var unused =
                monitoring.schedule.scheduleAtFixedRate(monitoring::read, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return monitoring;
    }

    private void read() {
        try {
            history.add(Instant.now(), metrics.samples());
        } catch (RuntimeException failure) {
            // An exception would end the schedule.
            System.err.println("monitoring: " + failure);
        }
    }

    private Reply answer(Request request) {
        try {
            return switch (request.path()) {
                case "/metrics" -> Reply.text(metrics.text());
                case "/api/v1/query" -> query(request.query());
                case "/api/v1/query_range" -> range(request.query());
                default -> Reply.error(404, "no such path: " + request.path());
            };
        } catch (IllegalArgumentException | DateTimeException mistaken) {
            return Reply.json(
                    400,
                    Json.object()
                            .put("status", "error")
                            .put("errorType", "bad_data")
                            .put("error", mistaken.getMessage()));
        }
    }

    private Reply query(Map<String, String> parameters) {
        Instant time = time(parameters, "time");
        ArrayNode results = Json.object().putArray("result");
        for (Sample sample : evaluate(parameters, time)) {
            ObjectNode result = results.addObject();
            result.set("metric", labels(sample.series()));
            point(result.putArray("value"), time, sample.value());
        }
        return success("vector", results);
    }

    private Reply range(Map<String, String> parameters) {
        Instant start = time(parameters, "start");
        Instant end = time(parameters, "end");
        Duration step = Duration.ofMillis(new BigDecimal(parameters.getOrDefault("step", "1"))
                .movePointRight(3)
                .longValue());
        if (step.toMillis() <= 0 || end.isBefore(start)) {
            throw new IllegalArgumentException("step must be positive, and end not before start");
        }
        Map<Series, ArrayNode> found = new TreeMap<>();
        for (Instant time = start; !time.isAfter(end); time = time.plus(step)) {
            for (Sample sample : evaluate(parameters, time)) {
                ArrayNode values = found.computeIfAbsent(
                        sample.series(), series -> Json.object().putArray("values"));
                point(values.addArray(), time, sample.value());
            }
        }
        ArrayNode results = Json.object().putArray("result");
        found.forEach((series, values) -> {
            ObjectNode result = results.addObject();
            result.set("metric", labels(series));
            result.set("values", values);
        });
        return success("matrix", results);
    }

    private List<Sample> evaluate(Map<String, String> parameters, Instant time) {
        String query = parameters.get("query");
        if (query == null) {
            throw new IllegalArgumentException("there is no query");
        }
        return PromQl.parse(query).at(history, time);
    }

    private static Instant time(Map<String, String> parameters, String name) {
        String given = parameters.get(name);
        if (given == null) {
            return Instant.now();
        }
        return given.matches("[0-9.]+")
                ? Instant.ofEpochMilli(new BigDecimal(given).movePointRight(3).longValue())
                : Instant.parse(given);
    }

    private static Reply success(String type, ArrayNode results) {
        ObjectNode reply = Json.object().put("status", "success");
        reply.putObject("data").put("resultType", type).set("result", results);
        return Reply.json(reply);
    }

    private static ObjectNode labels(Series series) {
        ObjectNode labels = Json.object();
        PromQl.labels(series).forEach(labels::put);
        return labels;
    }

    private static void point(ArrayNode point, Instant time, double value) {
        point.add(time.toEpochMilli() / 1000.0).add(Double.isNaN(value) ? "NaN" : Double.toString(value));
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        server.close();
    }
}
