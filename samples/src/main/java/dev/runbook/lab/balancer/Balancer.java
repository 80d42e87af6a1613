package dev.runbook.lab.balancer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.api.RequestMetrics;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kube.Cluster.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An HTTP proxy with a port for each service. Thread-safe. */
public final class Balancer implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Set<String> ONE_HOP_ONLY =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final Cluster cluster;
    private final Traffic traffic = new Traffic();
    private final RequestMetrics metrics = new RequestMetrics(Map.of());
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
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
                ? send(request, endpoint.get())
                : Reply.error(503, "service " + service + " has no pod that is ready");
        long took = System.nanoTime() - start;
        metrics.add(reply.status(), took);
        endpoint.ifPresent(
                to -> traffic.add(to.labels().getOrDefault("version", to.pod()), reply.status() >= 500, took));
        return reply;
    }

    private Reply send(Request request, Endpoint endpoint) throws IOException, InterruptedException {
        InetSocketAddress to = endpoint.address();
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        URI.create("http://" + to.getHostString() + ":" + to.getPort() + request.target()))
                .timeout(LONGEST_ANSWER)
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!ONE_HOP_ONLY.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> answer = client.send(forwarded.build(), BodyHandlers.ofByteArray());
            String type = answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
            return Reply.bytes(
                    answer.statusCode(), Map.of("Content-Type", type, "X-Served-By", endpoint.pod()), answer.body());
        } catch (IOException unreachable) {
            return Reply.error(502, "pod " + endpoint.pod() + " does not answer: " + unreachable);
        }
    }

    @Override
    public synchronized void close() {
        ports.forEach(LabServer::close);
        ports.clear();
    }
}
