package dev.runbook.lab.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Receivers by name: a message posted to {@code /NAME}, or to a path below it as an API has them, is stored as {@code
 * NAME/0001.json} with its time of arrival and can be read with a GET of {@code /NAME}. Thread-safe.
 */
public final class WebhookReceivers implements AutoCloseable {
    private final Path folder;
    private final LabServer server;
    private volatile boolean refusing;

    private WebhookReceivers(InetSocketAddress at, Path folder) {
        this.folder = folder;
        this.server = LabServer.open("webhook receivers", at, this::answer);
    }

    public static WebhookReceivers start(InetSocketAddress at, Path folder) {
        return new WebhookReceivers(at, folder);
    }

    /** While true, every message is rejected with 503. */
    public void refuse(boolean all) {
        refusing = all;
    }

    private Reply answer(Request request) throws IOException {
        List<String> path = request.segments();
        boolean read = request.method().equals("GET");
        if (path.isEmpty() || (read && path.size() != 1) || !path.get(0).matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            return Reply.error(404, "post to /NAME, or read /NAME");
        }
        Path receiver = folder.resolve(path.get(0));
        return switch (request.method()) {
            case "GET" -> Reply.json(received(receiver));
            case "POST" -> refusing ? Reply.error(503, "the receiver is down") : keep(receiver, request);
            default -> Reply.error(405, "only GET and POST");
        };
    }

    private Reply keep(Path receiver, Request request) throws IOException {
        store(receiver, parsed(new String(request.body(), StandardCharsets.UTF_8)));
        return Reply.text("ok");
    }

    /** Stores a message of another part of the lab. */
    public void keep(String receiver, JsonNode message) throws IOException {
        if (!refusing) {
            store(folder.resolve(receiver), message);
        }
    }

    private synchronized void store(Path receiver, JsonNode body) throws IOException {
        Files.createDirectories(receiver);
        ObjectNode message = Json.object()
                .put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        message.set("body", body);
        Path file = receiver.resolve("%04d.json".formatted(files(receiver).size() + 1));
        Files.writeString(file, Json.pretty(message) + "\n");
    }

    private synchronized ArrayNode received(Path receiver) throws IOException {
        ArrayNode messages = Json.object().putArray("messages");
        for (Path file : files(receiver)) {
            messages.add(Json.read(Files.readAllBytes(file)));
        }
        return messages;
    }

    private static List<Path> files(Path receiver) throws IOException {
        if (!Files.exists(receiver)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(receiver)) {
            return files.sorted().toList();
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return Json.read(body);
        } catch (IOException text) {
            return Json.object().textNode(body);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
