package dev.runbook.lab.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sends requests on to another server, as a balancer does. Thread-safe. */
public final class Forwarder {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Set<String> ONE_HOP_ONLY =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * Returns the server's response, or 502 if it does not answer.
     *
     * @param servedBy the name of the server, for the header {@code X-Served-By} and messages
     */
    public Reply send(Request request, InetSocketAddress to, String servedBy) throws IOException, InterruptedException {
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
                    answer.statusCode(), Map.of("Content-Type", type, "X-Served-By", servedBy), answer.body());
        } catch (IOException unreachable) {
            return Reply.error(502, servedBy + " does not answer: " + unreachable);
        }
    }
}
