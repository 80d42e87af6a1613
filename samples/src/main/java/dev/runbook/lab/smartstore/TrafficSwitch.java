package dev.runbook.lab.smartstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.balancer.TrafficCounter;
import dev.runbook.lab.http.Forwarder;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The load balancer: the shop's port, where a percentage of the requests goes to one platform and the rest to the
 * other, and the API that changes it. Thread-safe.
 */
final class TrafficSwitch implements AutoCloseable {
    private final List<Platform> platforms;
    private final String token;
    private final Forwarder forwarder = new Forwarder();
    private final Map<String, TrafficCounter> counters = new ConcurrentHashMap<>();
    private final LabServer shop;
    private final LabServer api;
    private volatile String target;
    private volatile int percentage = 100;
    private volatile boolean refusing;
    private int turn;

    /**
     * @param platforms two, by the names of the plan's environments; all traffic goes to the second at first
     * @param token the bearer token of a switch
     */
    TrafficSwitch(InetSocketAddress shopAt, InetSocketAddress apiAt, List<Platform> platforms, String token) {
        this.platforms = List.copyOf(platforms);
        this.token = token;
        this.target = platforms.get(1).name();
        platforms.forEach(platform -> counters.put(platform.name(), new TrafficCounter()));
        this.shop = LabServer.open("load balancer", shopAt, this::forward);
        this.api = LabServer.open("load balancer's API", apiAt, this::answer);
    }

    /** While true, a switch is answered with a failure. */
    void refuse(boolean all) {
        refusing = all;
    }

    /** Returns the percentage of the requests that goes to the target. */
    int percentage() {
        return percentage;
    }

    String target() {
        return target;
    }

    /** Returns the platform that most requests go to. */
    Platform active() {
        return named(target).orElseThrow();
    }

    private Optional<Platform> named(String name) {
        return platforms.stream()
                .filter(platform -> platform.name().equals(name))
                .findFirst();
    }

    private Reply forward(Request request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Platform to = next();
        Reply reply = forwarder.send(request, to.address(), to.name());
        counters.get(to.name()).add(reply.status() >= 500, System.nanoTime() - start);
        return reply;
    }

    private synchronized Platform next() {
        turn = (turn + 1) % 100;
        String name = target;
        boolean main = turn < percentage;
        return platforms.stream()
                .filter(platform -> platform.name().equals(name) == main)
                .findFirst()
                .orElseThrow();
    }

    private Reply answer(Request request) throws IOException {
        List<String> path = request.segments();
        if (path.size() == 3 && path.get(1).equals("environments")) {
            return named(path.get(2))
                    .map(platform -> Reply.json(environment(platform)))
                    .orElse(Reply.error(404, "no such environment: " + path.get(2)));
        }
        if (!request.path().equals("/api/switch") || !request.method().equals("POST")) {
            return Reply.error(404, "no such path: " + request.path());
        }
        if (!request.header("Authorization").orElse("").equals("Bearer " + token)) {
            return Reply.error(401, "a switch requires the emergency token");
        }
        return change(request.json());
    }

    private Reply change(JsonNode order) {
        String name = order.path("target").asText();
        int share = order.path("percentage").asInt(-1);
        if (named(name).isEmpty() || share < 0 || share > 100) {
            return Reply.json(400, Map.of("success", false, "error", "no such target or percentage: " + order));
        }
        if (refusing) {
            return Reply.json(
                    503, Map.of("success", false, "error", "the load balancer cannot apply its configuration"));
        }
        target = name;
        percentage = share;
        return Reply.json(Map.of("success", true, "target", name, "percentage", share));
    }

    private ObjectNode environment(Platform platform) {
        boolean main = platform.name().equals(target);
        return Json.object()
                .put("name", platform.name())
                .put("traffic_percentage", main ? percentage : 100 - percentage)
                .put("rollback_ready", platform.name().equals(RunningSmartStore.LEGACY));
    }

    /** Returns the counters of each platform. */
    ObjectNode traffic() {
        ObjectNode report = Json.object().put("target", target).put("percentage", percentage);
        ObjectNode all = report.putObject("platforms");
        for (Platform platform : platforms) {
            var counts = counters.get(platform.name()).counts();
            all.putObject(platform.name())
                    .put("requests", counts.requests())
                    .put("errors", counts.errors())
                    .put("recentRequests", counts.recentRequests())
                    .put("recentErrorPercent", counts.recentErrorPercent())
                    .put("recentAverageMillis", counts.recentAverageMillis());
        }
        return report;
    }

    TrafficCounter.Counts activeCounts() {
        return counters.get(target).counts();
    }

    @Override
    public void close() {
        shop.close();
        api.close();
    }
}
