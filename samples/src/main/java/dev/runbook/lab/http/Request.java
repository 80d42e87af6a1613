package dev.runbook.lab.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One request to a part of the lab. Used by the single thread that answers it. */
public final class Request {
    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    public String method() {
        return exchange.getRequestMethod();
    }

    /** Returns the decoded path. */
    public String path() {
        return exchange.getRequestURI().getPath();
    }

    /** Returns the path and query as received. */
    public String target() {
        return exchange.getRequestURI().toString();
    }

    /** Returns the segments of the path. */
    public List<String> segments() {
        return Stream.of(path().split("/")).filter(part -> !part.isEmpty()).toList();
    }

    /** Returns the query's parameters; of a repeated one, the last. */
    public Map<String, String> query() {
        Map<String, String> parameters = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    /**
     * Returns whether its {@code Host}, and its {@code Origin} if present, name this address or localhost, on any port.
     */
    boolean isMeantFor(String address) {
        Set<String> names = Set.of(address, "localhost");
        boolean host = header("Host")
                .filter(text -> names.contains(hostOf("//" + text)))
                .isPresent();
        boolean origin =
                header("Origin").map(text -> names.contains(hostOf(text))).orElse(true);
        return host && origin;
    }

    private static String hostOf(String uri) {
        try {
            return String.valueOf(new URI(uri).getHost());
        } catch (URISyntaxException garbage) {
            return "";
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    public Map<String, List<String>> headers() {
        return exchange.getRequestHeaders();
    }

    public byte[] body() throws IOException {
        try (InputStream body = exchange.getRequestBody()) {
            return body.readAllBytes();
        }
    }

    public JsonNode json() throws IOException {
        return Json.read(body());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
