package dev.runbook.lab.balancer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.balancer.TrafficCounter.Counts;
import dev.runbook.lab.http.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The balancer's counters, one per deployment. Thread-safe. */
final class Traffic {
    private final Map<String, TrafficCounter> counters = new ConcurrentSkipListMap<>();

    /** Adds a deployment to the counters before its first request. */
    void expect(String deployment) {
        counter(deployment);
    }

    void add(String deployment, boolean error, long nanos) {
        counter(deployment).add(error, nanos);
    }

    private TrafficCounter counter(String deployment) {
        return counters.computeIfAbsent(deployment, name -> new TrafficCounter());
    }

    ObjectNode report() {
        ObjectNode report = Json.object().put("windowSeconds", TrafficCounter.WINDOW.toSeconds());
        ObjectNode deployments = report.putObject("deployments");
        double millis = 0;
        long requests = 0;
        for (Map.Entry<String, TrafficCounter> counter : counters.entrySet()) {
            Counts counts = counter.getValue().counts();
            millis += counts.recentAverageMillis() * counts.recentRequests();
            requests += counts.recentRequests();
            deployments
                    .putObject(counter.getKey())
                    .put("requests", counts.requests())
                    .put("errors", counts.errors())
                    .put("recentRequests", counts.recentRequests())
                    .put("recentErrorPercent", counts.recentErrorPercent())
                    .put("recentAverageMillis", counts.recentAverageMillis());
        }
        return report.put("recentAverageMillis", requests == 0 ? 0 : Math.round(millis / requests * 10) / 10.0);
    }
}
