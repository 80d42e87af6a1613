package dev.runbook.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One release of ERPGo's API: its paths and their responses. Thread-safe. */
final class ErpgoApi {
    static final List<String> AREAS = List.of("orders", "payments", "stock");
    private static final long SLOW_SECONDS = 3;

    private final String deployment;
    private final String version;
    private final ErpgoDatabase database;
    private final Supplier<Behaviour> behaviour;
    private final RequestMetrics metrics;

    ErpgoApi(String deployment, String version, ErpgoDatabase database, Supplier<Behaviour> behaviour) {
        this.deployment = deployment;
        this.version = version;
        this.database = database;
        this.behaviour = behaviour;
        this.metrics = new RequestMetrics(Map.of("deployment", deployment));
    }

    Reply answer(Request request) throws InterruptedException {
        if (request.path().equals("/metrics")) {
            return Reply.text(metrics.text());
        }
        long start = System.nanoTime();
        Reply reply = behave(request);
        metrics.add(reply.status(), System.nanoTime() - start);
        return reply;
    }

    private Reply behave(Request request) throws InterruptedException {
        Behaviour now = behaviour.get();
        if (now == Behaviour.FAILING) {
            return Reply.json(
                    500,
                    Map.of(
                            "status",
                            "failing",
                            "version",
                            version,
                            "error",
                            "cannot read the price list of " + version));
        }
        if (now == Behaviour.SLOW) {
            TimeUnit.SECONDS.sleep(SLOW_SECONDS);
        }
        return route(request);
    }

    private Reply route(Request request) {
        List<String> path = request.segments();
        if (path.size() == 2 && path.get(0).equals("health") && AREAS.contains(path.get(1))) {
            return area(path.get(1));
        }
        return switch (request.path()) {
            case "/health" -> health();
            case "/api/v1/system/status" -> systemStatus();
            case "/api/v1/orders" -> orders(request);
            default -> Reply.error(404, "no such path: " + request.path());
        };
    }

    private Reply health() {
        return withDatabase(() -> {
            database.count("orders");
            return Reply.json(status("healthy"));
        });
    }

    private Reply area(String area) {
        return withDatabase(() -> {
            ObjectNode status = status("healthy").put("area", area).put("rows", database.count(area));
            return Reply.json(status);
        });
    }

    private Reply systemStatus() {
        return withDatabase(() -> {
            ObjectNode status = status("operational");
            ObjectNode areas = status.putObject("areas");
            for (String area : AREAS) {
                areas.put(area, database.count(area));
            }
            return Reply.json(status);
        });
    }

    private Reply orders(Request request) {
        return withDatabase(() -> request.method().equals("POST")
                ? Reply.json(201, Map.of("order", database.placeOrder()))
                : Reply.json(Map.of("orders", database.count("orders"))));
    }

    private ObjectNode status(String text) {
        return Json.object().put("status", text).put("version", version).put("deployment", deployment);
    }

    private Reply withDatabase(Answer answer) {
        try {
            return answer.get();
        } catch (SQLException failure) {
            return Reply.json(503, status("unhealthy").put("error", "database: " + failure.getMessage()));
        }
    }

    @FunctionalInterface
    private interface Answer {
        Reply get() throws SQLException;
    }
}
