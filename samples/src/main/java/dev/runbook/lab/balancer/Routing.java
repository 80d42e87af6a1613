package dev.runbook.lab.balancer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kube.Cluster.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Selects the pod for a request. The service's selector selects the pods; the annotation {@code traffic-weight}, as
 * ERPGo's plan uses it, leaves that percentage of the traffic with the application's other pods. Thread-safe.
 */
final class Routing {
    static final String WEIGHT = "traffic-weight";

    private final Cluster cluster;
    private final String service;
    private final AtomicLong turn = new AtomicLong();

    Routing(Cluster cluster, String service) {
        this.cluster = cluster;
        this.service = service;
    }

    Optional<Endpoint> next() {
        ObjectNode definition = cluster.service(service).orElse(null);
        if (definition == null) {
            return Optional.empty();
        }
        long now = turn.getAndIncrement();
        List<Endpoint> selected = cluster.endpoints(definition.at("/spec/selector"));
        int elsewhere = percentElsewhere(definition);
        if (elsewhere > 0) {
            List<Endpoint> others = others(definition, selected);
            // 37 and 100 have no common factor, so any hundred requests contain each value from 0 to 99 once, well
            // mixed.
            if (!others.isEmpty() && now * 37 % 100 < elsewhere) {
                return pick(others, now);
            }
        }
        return pick(selected, now);
    }

    private List<Endpoint> others(ObjectNode definition, List<Endpoint> selected) {
        ObjectNode application = Json.object();
        application.set("app", definition.at("/spec/selector/app"));
        return cluster.endpoints(application).stream()
                .filter(endpoint -> !selected.contains(endpoint))
                .toList();
    }

    private static int percentElsewhere(ObjectNode definition) {
        return definition.at("/metadata/annotations").path(WEIGHT).asInt(0);
    }

    private static Optional<Endpoint> pick(List<Endpoint> endpoints, long turn) {
        return endpoints.isEmpty() ? Optional.empty() : Optional.of(endpoints.get((int) (turn % endpoints.size())));
    }
}
