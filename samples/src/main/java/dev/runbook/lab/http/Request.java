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

/** One request as a part of the lab reads it. Used by the one thread that answers it. */
public final class Request {
    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    public String method() {
        return exchange.getRequestMethod();
    }

    /** The path, decoded. */
    public String path() {
        return exchange.getRequestURI().getPath();
    }

    /** The path and query as they came over the wire. */
    public String target() {
        return exchange.getRequestURI().toString();
    }

    /** The parts of the path between its slashes. */
    public List<String> segments() {
        return Stream.of(path().split("/")).filter(part -> !part.isEmpty()).toList();
    }

    /** The query's parameters; of a repeated one the last counts. */
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

    /** Whether its {@code Host}, and its {@code Origin} if it has one, name this address or localhost, on whatever port. */
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
