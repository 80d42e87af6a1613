package dev.runbook.lab.smartstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.api.Behaviour;
import dev.runbook.lab.balancer.TrafficCounter.Counts;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The monitoring and the alert service: which environments are watched, the figures of the plan's interfaces
 * (SystemHealthMetrics, PerformanceMetrics), and alerts, which go to the webhook receivers. Thread-safe.
 */
final class Monitoring implements AutoCloseable {
    private final TrafficSwitch traffic;
    private final PaymentGateway payments;
    private final SyncService sync;
    private final QueryProbe queries;
    private final Alerts alerts;
    private final String token;
    private final Map<String, Boolean> watched =
            new ConcurrentSkipListMap<>(Map.of(RunningSmartStore.LEGACY, false, RunningSmartStore.NEW, true));
    private final LabServer server;

    /** Delivers an alert to a recipient. */
    @FunctionalInterface
    interface Alerts {
        void send(String recipient, JsonNode alert) throws IOException;
    }

    Monitoring(
            InetSocketAddress at,
            TrafficSwitch traffic,
            PaymentGateway payments,
            SyncService sync,
            QueryProbe queries,
            Alerts alerts,
            String token) {
        this.traffic = traffic;
        this.payments = payments;
        this.sync = sync;
        this.queries = queries;
        this.alerts = alerts;
        this.token = token;
        this.server = LabServer.open("monitoring", at, this::answer);
    }

    private Reply answer(Request request) throws IOException {
        return switch (request.method() + " " + request.path()) {
            case "GET /api/metrics" -> Reply.json(figures());
            case "GET /metrics" -> Reply.text(prometheus());
            case "GET /api/environments" -> Reply.json(watched);
            case "POST /api/enable" -> watch(request, true);
            case "POST /api/disable" -> watch(request, false);
            case "POST /api/notify" -> alert(request.json());
            default -> Reply.error(404, "no such path: " + request.path());
        };
    }

    private Reply watch(Request request, boolean on) throws IOException {
        if (!request.header("Authorization").orElse("").equals("Bearer " + token)) {
            return Reply.error(401, "the monitoring requires its token");
        }
        String environment = request.json().path("environment").asText();
        if (!watched.containsKey(environment)) {
            return Reply.error(404, "no such environment: " + environment);
        }
        watched.put(environment, on);
        return Reply.json(watched);
    }

    private Reply alert(JsonNode alert) throws IOException {
        for (JsonNode recipient : alert.path("recipients")) {
            alerts.send(recipient.asText(), alert);
        }
        return Reply.json(Map.of("sent", alert.path("recipients").size()));
    }

    /** Returns the figures of the platform that has the traffic, by the plan's names. */
    ObjectNode figures() {
        Counts counts = traffic.activeCounts();
        Platform active = traffic.active();
        boolean up = active.behaviour() != Behaviour.CRASHED;
        boolean serving = up && counts.recentErrorPercent() < 50;
        ObjectNode status = sync.status();
        return Json.object()
                .put("environment", active.name())
                .put("applicationAvailability", up ? 100 - counts.recentErrorPercent() : 0)
                .put("responseTime", counts.recentAverageMillis())
                .put("errorRate", counts.recentErrorPercent())
                .put("pageLoadTime", counts.recentAverageMillis())
                .put("apiResponseTime", counts.recentAverageMillis())
                .put("databaseQueryTime", queries.millis())
                .put("memoryUsage", active.resources().memoryPercent())
                .put("cpuUsage", active.resources().cpuPercent())
                .put("criticalBusinessFunctions", serving)
                .put("checkout", serving && payments.recentFailurePercent() < 50)
                .put("adminPanel", serving)
                .put("integrations", payments.recentFailurePercent() < 50)
                .put("paymentFailureRate", payments.recentFailurePercent())
                .put("syncRunning", status.path("running").asBoolean())
                .put("syncPending", status.path("pending").asLong())
                .put("syncLag", status.path("lagSeconds").asLong());
    }

    /** Returns the same figures in the format of Prometheus. */
    String prometheus() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> figure : figures().properties()) {
            JsonNode value = figure.getValue();
            if (value.isNumber() || value.isBoolean()) {
                String name = "smartstore_"
                        + figure.getKey().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                text.append("# TYPE ")
                        .append(name)
                        .append(" gauge\n")
                        .append(name)
                        .append(' ');
                text.append(value.isBoolean() ? (value.asBoolean() ? "1" : "0") : value.asText())
                        .append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
