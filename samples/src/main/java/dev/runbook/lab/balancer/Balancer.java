package dev.runbook.lab.balancer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.api.RequestMetrics;
import dev.runbook.lab.http.Forwarder;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kube.Cluster.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HTTP proxy with a port for each service. Thread-safe. */
public final class Balancer implements AutoCloseable {
    private final Cluster cluster;
    private final Traffic traffic = new Traffic();
    private final RequestMetrics metrics = new RequestMetrics(Map.of());
    private final Forwarder forwarder = new Forwarder();
    private final List<LabServer> ports = new ArrayList<>();

    public Balancer(Cluster cluster, List<String> deployments) {
        this.cluster = cluster;
        deployments.forEach(traffic::expect);
    }

    /** Opens the port of a service. */
    public synchronized void listen(String service, InetSocketAddress at) {
        Routing routing = new Routing(cluster, service);
        ports.add(LabServer.open("balancer, service " + service, at, request -> forward(request, routing, service)));
    }

    /** Returns the number of requests to each deployment, in total and in the last seconds. */
    public ObjectNode traffic() {
        return traffic.report();
    }

    /** Returns the counters in the format of Prometheus. */
    public String metrics() {
        return metrics.text();
    }

    private Reply forward(Request request, Routing routing, String service) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Optional<Endpoint> endpoint = routing.next();
        Reply reply = endpoint.isPresent()
                ? forwarder.send(
                        request,
                        endpoint.get().address(),
                        "pod " + endpoint.get().pod())
                : Reply.error(503, "service " + service + " has no pod that is ready");
        long took = System.nanoTime() - start;
        metrics.add(reply.status(), took);
        endpoint.ifPresent(
                to -> traffic.add(to.labels().getOrDefault("version", to.pod()), reply.status() >= 500, took));
        return reply;
    }

    @Override
    public synchronized void close() {
        ports.forEach(LabServer::close);
        ports.clear();
    }
}
