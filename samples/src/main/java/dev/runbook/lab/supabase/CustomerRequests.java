package dev.runbook.lab.supabase;

import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What customers do: sign in, read, write, ask, store. A user whose session is not known any more signs in again.
 * Thread-safe.
 */
final class CustomerRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String[] MIX = {
        "read", "ask", "read", "write", "read", "file", "read", "ask", "read", "sign-in",
        "read", "write", "read", "ask", "read", "store", "read", "ask", "read", "read"
    };

    private final Supplier<URI> api;
    private final Supplier<URI> auth;
    private final int users;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<Integer, String> sessions = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    /**
     * @param api the URL behind the name of the API at the time of a request
     * @param auth the same of sign-in
     * @param users how many of the 200 known users take part, each of them with as many sessions as needed
     */
    CustomerRequests(Supplier<URI> api, Supplier<URI> auth, int users) {
        this.api = api;
        this.auth = auth;
        this.users = users;
    }

    long answered() {
        return answered.get();
    }

    /** Returns the number of requests without an answer, or with a server's error. */
    long failed() {
        return failed.get();
    }

    /** Sends the next request of the mix; returns without waiting for its answer, which completes the result. */
    CompletableFuture<Void> next() {
        long number = sent.getAndIncrement();
        int user = (int) (number * 7 % users);
        String session = sessions.get(user);
        String what = session == null ? "sign-in" : MIX[(int) (number % MIX.length)];
        return client.sendAsync(request(what, user, session, number), BodyHandlers.ofByteArray())
                .handle((response, failure) -> {
                    answered.incrementAndGet();
                    if (failure != null || response.statusCode() >= 500) {
                        failed.incrementAndGet();
                    } else {
                        learn(what, user, response);
                    }
                    return null;
                });
    }

    private HttpRequest request(String what, int user, String session, long number) {
        HttpRequest.Builder request = HttpRequest.newBuilder().timeout(PATIENCE);
        if (session != null) {
            request.header("Authorization", "Bearer " + session);
        }
        return switch (what) {
            case "sign-in" ->
                request.uri(auth.get().resolve("/auth/v1/token?grant_type=password"))
                        .POST(body(Map.of(
                                "email", "user" + (1 + user % 200) + "@example.com",
                                "password", "password-" + (1 + user % 200))))
                        .build();
            case "ask" ->
                request.uri(api.get().resolve("/functions/v1/ai-query"))
                        .POST(body(Map.of("question", "How many documents do I have?")))
                        .build();
            case "write" ->
                request.uri(api.get().resolve("/rest/v1/documents"))
                        .POST(body(Map.of("title", "Note " + number, "body", "A note of customer " + user)))
                        .build();
            case "store" ->
                request.uri(api.get().resolve("/storage/v1/object/note-" + System.nanoTime() + ".txt"))
                        .POST(BodyPublishers.ofString("A file of customer " + user))
                        .build();
            case "file" ->
                request.uri(api.get().resolve("/storage/v1/object/public/report-" + (1 + user % 20) + ".txt"))
                        .GET()
                        .build();
            default ->
                request.uri(api.get().resolve("/rest/v1/documents")).GET().build();
        };
    }

    private static HttpRequest.BodyPublisher body(Map<String, String> json) {
        return BodyPublishers.ofByteArray(Json.write(json));
    }

    private void learn(String what, int user, HttpResponse<byte[]> response) {
        if (response.statusCode() == 401) {
            sessions.remove(user);
        } else if (what.equals("sign-in") && response.statusCode() == 200) {
            try {
                sessions.put(
                        user, Json.read(response.body()).path("access_token").asText());
            } catch (IOException notJson) {
                failed.incrementAndGet();
            }
        }
    }
}
