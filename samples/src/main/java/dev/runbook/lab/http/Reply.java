package dev.runbook.lab.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The response to one request.
 *
 * @param length of the body in bytes; -1 for a stream that ends with its writer
 */
public record Reply(int status, Map<String, String> headers, long length, Body body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** Writes the body to the client. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    public static Reply bytes(int status, Map<String, String> headers, byte[] bytes) {
        return new Reply(status, headers, bytes.length, out -> out.write(bytes));
    }

    /** Creates a JSON response from any value that Jackson can write, or a tree. */
    public static Reply json(int status, Object value) {
        return bytes(status, Map.of("Content-Type", "application/json"), Json.write(value));
    }

    public static Reply json(Object value) {
        return json(200, value);
    }

    public static Reply error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    public static Reply text(String text) {
        return bytes(200, Map.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a stream of JSON values, each flushed when written. */
    public static Reply jsonStream(Body body) {
        return new Reply(200, Map.of("Content-Type", "application/json"), -1, body);
    }
}
