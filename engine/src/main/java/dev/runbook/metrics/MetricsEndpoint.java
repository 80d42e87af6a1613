package dev.runbook.metrics;

import dev.runbook.value.FileReason;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} on its own threads: a slow reader delays nobody. Values that cannot be determined are
 * left out of the answer.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private final HTTPServer server;

    private MetricsEndpoint(HTTPServer server) {
        this.server = server;
    }

    /**
     * @param points the current values; called by one thread at a time
     * @param problem receives one line for people for values that cannot be determined
     * @throws IOException with one line for people, when the address cannot be used
     */
    public static MetricsEndpoint on(InetSocketAddress address, Supplier<Points> points, Consumer<String> problem)
            throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register((MultiCollector) () -> collect(points, problem));
        String name = address.getHostString() + ":" + address.getPort();
        try {
            return new MetricsEndpoint(HTTPServer.builder()
                    .inetAddress(InetAddress.getByName(address.getHostString()))
                    .port(address.getPort())
                    .registry(registry)
                    .buildAndStart());
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no address " + name, unknown);
        } catch (IOException refused) {
            throw new IOException("cannot listen on " + name + ": " + FileReason.of(refused), refused);
        }
    }

    private static MetricSnapshots collect(Supplier<Points> points, Consumer<String> problem) {
        try {
            return points.get().snapshots();
        } catch (RuntimeException fault) { // the library would send its stack trace to the reader
            problem.accept("metrics: " + fault.getMessage());
            return new MetricSnapshots();
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
