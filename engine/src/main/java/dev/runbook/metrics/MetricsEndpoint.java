package dev.runbook.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.runbook.listen.HttpListener;
import dev.runbook.value.FileReason;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Answers {@code GET /metrics} on its own threads: a slow reader delays nobody. Values that cannot be determined are
 * left out of the answer. On a loopback address a request must name the listener by an address, {@code localhost} or
 * the name in the environment file: a web page on this machine, whose name was pointed here, reads nothing.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final String PATH = "/metrics";
    /** A numeric address, of either version. */
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[[0-9A-Fa-f:.]+]");

    private final HttpListener listener;

    private MetricsEndpoint(HttpListener listener) {
        this.listener = listener;
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
            InetAddress here = InetAddress.getByName(address.getHostString());
            HttpHandler metrics = new MetricsHandler(registry);
            return new MetricsEndpoint(HttpListener.on(
                    new InetSocketAddress(here, address.getPort()), "metrics", PATH, request -> {
                        Optional<Refusal> refusal = refusal(request, here, address.getHostString());
                        if (refusal.isPresent()) {
                            refusal.get().send(request);
                        } else {
                            metrics.handle(request);
                        }
                    }));
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no address " + name, unknown);
        } catch (IOException refused) {
            throw new IOException("cannot listen on " + name + ": " + FileReason.of(refused), refused);
        }
    }

    private record Refusal(int status, String reason) {
        void send(HttpExchange request) throws IOException {
            byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            request.sendResponseHeaders(status, body.length);
            request.getResponseBody().write(body);
        }
    }

    private static Optional<Refusal> refusal(HttpExchange request, InetAddress here, String configured) {
        if (here.isLoopbackAddress() && !isOwn(request.getRequestHeaders().getFirst("Host"), configured)) {
            return Optional.of(new Refusal(
                    403, "this listener answers to its own address only: the Host of the request is another"));
        }
        if (!request.getRequestMethod().equals("GET")) {
            return Optional.of(new Refusal(405, "only GET is allowed"));
        }
        if (!request.getRequestURI().getPath().equals(PATH)) {
            return Optional.of(new Refusal(404, "the metrics are at " + PATH));
        }
        String query = request.getRequestURI().getQuery();
        return query != null && query.contains("debug=") // of the library: a format that is missing here fails
                ? Optional.of(new Refusal(400, "'debug' is not supported"))
                : Optional.empty();
    }

    private static boolean isOwn(String host, String configured) {
        if (host == null) {
            return true; // no browser leaves it out
        }
        String name = host.replaceFirst(":[0-9]*$", "");
        return NUMERIC.matcher(name).matches()
                || name.equalsIgnoreCase("localhost")
                || name.equalsIgnoreCase(configured);
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
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
