package dev.runbook.lab.balancer;

import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
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

/** Sends requests on to another server, and its responses back. Thread-safe. */
public final class Forwarder {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Set<String> ONE_HOP_ONLY =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * @param server the name of the server, for the client of the response
     * @return its response, or 502 when it does not answer
     */
    public Reply send(Request request, InetSocketAddress to, String server) throws IOException, InterruptedException {
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
            return Reply.bytes(answer.statusCode(), Map.of("Content-Type", type, "X-Served-By", server), answer.body());
        } catch (IOException unreachable) {
            return Reply.error(502, server + " does not answer: " + unreachable);
        }
    }
}
