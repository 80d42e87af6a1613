package dev.runbook.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.AuthorException;
import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests to the daemon of a lab. */
final class LabClient {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

    private final LabHome home;

    LabClient(LabHome home) {
        this.home = home;
    }

    /** Returns whether the lab of this folder answers, and not another one. */
    boolean answers() {
        try {
            return status().path("folder").asText().equals(home.folder().toString());
        } catch (IOException | AuthorException notYet) {
            return false;
        }
    }

    JsonNode status() throws IOException {
        return ask("GET", "/lab/status");
    }

    /** Returns what the lab is made of: a text for each part by its name, sorted by name. */
    Map<String, String> snapshot() throws IOException {
        Map<String, String> parts = new TreeMap<>();
        ask("GET", "/lab/snapshot")
                .properties()
                .forEach(part -> parts.put(part.getKey(), part.getValue().asText()));
        return parts;
    }

    /** Sends a request such as {@code /lab/break/green-fails}; returns the response. */
    String order(String path) throws IOException {
        return ask("POST", path).path("message").asText();
    }

    private JsonNode ask(String method, String path) throws IOException {
        URI uri = URI.create(home.estate().control().url(home) + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", ControlApi.authorization(Files.readString(home.token())));
        connection.setConnectTimeout((int) LONGEST_CONNECT.toMillis());
        connection.setReadTimeout((int) LONGEST_ANSWER.toMillis());
        try {
            if (connection.getResponseCode() >= 400) {
                throw new AuthorException(Json.read(connection.getErrorStream().readAllBytes())
                        .path("error")
                        .asText());
            }
            return Json.read(connection.getInputStream().readAllBytes());
        } finally {
            connection.disconnect();
        }
    }
}
