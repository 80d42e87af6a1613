package dev.runbook.notify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/** Sends the requests of one channel and tells receivers that reject a message from those that are busy. */
final class Receiver {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final long LONGEST_ANSWER = 1 << 20;
    private static final int LONGEST_EXCERPT = 200;
    private static final int SHORTEST_TOKEN = 8;
    private static final long LONGEST_RETRY_AFTER = 3600;

    private final OkHttpClient client;

    Receiver(OkHttpClient client) {
        this.client = client;
    }

    /** Begins a request to an address that may be confidential. */
    static Request.Builder request(String address) throws IOException {
        try {
            return new Request.Builder().url(address);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the channel's address is not an http or https URL", malformed);
        }
    }

    /** Sends a request, repeated while that may help, and returns the answer's body. */
    String send(Request request, DeliveryAttempts attempts) throws IOException {
        return attempts.repeat(() -> sendOnce(request, attempts.left()));
    }

    private String sendOnce(Request request, Duration left) throws IOException {
        if (left.isZero()) {
            throw new InterruptedIOException("the delivery time is over");
        }
        Answer answer = exchange(request, left);
        if (answer.code() / 100 == 2) {
            return answer.body();
        }
        String message = "the receiver answered " + answer.code() + excerpt(answer.body(), request.url());
        if (answer.code() == TOO_MANY_REQUESTS || answer.code() >= SERVER_ERROR) {
            throw new TemporaryFailureException(message, answer.retryAfter(), null);
        }
        throw new IOException(message);
    }

    private record Answer(int code, String body, Duration retryAfter) {}

    private Answer exchange(Request request, Duration left) throws IOException {
        OkHttpClient bounded = client.newBuilder().callTimeout(left).build();
        try (Response response = bounded.newCall(request).execute()) {
            return new Answer(response.code(), text(response.body()), retryAfter(response.header("Retry-After", "")));
        } catch (InterruptedIOException | SSLException lasting) {
            throw lasting;
        } catch (IOException broken) {
            throw new TemporaryFailureException(String.valueOf(broken.getMessage()), Duration.ZERO, broken);
        }
    }

    private static String text(ResponseBody body) throws IOException {
        BufferedSource source = body.source();
        source.request(LONGEST_ANSWER);
        return source.getBuffer().readUtf8(Math.min(source.getBuffer().size(), LONGEST_ANSWER));
    }

    /**
     * Returns the first line of an answer, which says why a message was rejected; empty if it repeats a part of the
     * address, which may be confidential.
     */
    private static String excerpt(String body, HttpUrl address) {
        String line = body.strip().lines().findFirst().orElse("");
        boolean confidential = Stream.of(
                        address.pathSegments(),
                        address.encodedPathSegments(),
                        List.of(String.valueOf(address.query()).split("[&=]")),
                        List.of(String.valueOf(address.encodedQuery()).split("[&=]")))
                .flatMap(List::stream)
                .anyMatch(part -> part.length() >= SHORTEST_TOKEN && line.contains(part));
        return line.isEmpty() || line.startsWith("<") || confidential
                ? ""
                : ": " + MessageText.cut(line, LONGEST_EXCERPT);
    }

    private static Duration retryAfter(String seconds) {
        return seconds.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_RETRY_AFTER))
                : Duration.ZERO;
    }
}
