package dev.runbook.action.http;

import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.environment.Environment.Service;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One request and its response, including redirects. Runs on a separate thread and is cancelled from the attempt's
 * thread.
 */
final class HttpExchange {
    private final HttpSpec spec;
    private final HttpConnections connections;
    private final Optional<Service> service;
    private final HttpConnections.ServiceClient own;
    private final Attempt attempt;
    private final Clock clock;
    private final long began;
    private final RequestProgress progress = new RequestProgress();
    private Call call;
    private boolean cancelled;

    /** @throws dev.runbook.AuthorException if a certificate of the service is missing or invalid */
    HttpExchange(HttpSpec spec, HttpConnections connections, Attempt attempt) {
        this.spec = spec;
        this.connections = connections;
        this.attempt = attempt;
        this.service = spec.service().map(attempt.environment()::service);
        this.own = service.map(
                        asked -> connections.to(asked, attempt.environment().secrets()))
                .orElseGet(connections::plain);
        this.clock = attempt.clock();
        this.began = clock.nanos();
    }

    RequestProgress progress() {
        return progress;
    }

    Duration elapsed() {
        return Duration.ofNanos(clock.nanos() - began);
    }

    /** Closes the connection; pending reads and writes end with an IOException. */
    synchronized void cancel() {
        cancelled = true;
        if (call != null) {
            call.cancel();
        }
    }

    Outcome run(Request first) {
        Request request = first;
        for (int hops = 0; ; hops++) {
            boolean there = Redirects.sameServer(first.url(), request.url());
            HttpConnections.ServiceClient client = there ? own : connections.plain();
            HttpFailure words = new HttpFailure(
                    request.url(), service.filter(asked -> there), client.identity(), connections.proxy(request.url()));
            try (Response response = answer(request, client)) {
                note(request, response);
                Optional<Request> next = spec.follow() ? Redirects.next(request, response) : Optional.empty();
                if (next.isEmpty()) {
                    return read(request, response, words);
                }
                if (hops == Redirects.MOST) {
                    return Outcome.failed("redirected more than " + Redirects.MOST + " times");
                }
                request = next.get();
            } catch (Redirects.RefusedRedirect refused) {
                return Outcome.failed(refused.getMessage());
            } catch (IOException failure) {
                Optional<Response> head = progress.head();
                return head.isPresent() && !mayHaveBody(request.method(), head.get())
                        ? withoutBody(head.get())
                        : lost(request, failure, words);
            } catch (IllegalArgumentException failure) {
                return withInvalidLength(request, failure);
            }
        }
    }

    /**
     * Sends the request. A safe request may use a kept-alive connection, and is sent again on a new one if that is
     * dead.
     */
    private Response answer(Request request, HttpConnections.ServiceClient client) throws IOException {
        if (request.body() != null) {
            return call(request, client.fresh()).execute();
        }
        try {
            return call(request, client.client()).execute();
        } catch (IOException failure) {
            if (progress.onKeptConnection() && progress.inDoubt()) {
                return call(request, client.fresh()).execute();
            }
            throw failure;
        }
    }

    /**
     * Returns whether a response can have a body (RFC 9110): if not, it ends after its headers, whatever they say of a
     * length or an encoding.
     */
    private static boolean mayHaveBody(String method, Response head) {
        return !method.equals("HEAD")
                && head.code() != HttpURLConnection.HTTP_NO_CONTENT
                && head.code() != HttpURLConnection.HTTP_RESET
                && head.code() != HttpURLConnection.HTTP_NOT_MODIFIED;
    }

    private Outcome withoutBody(Response head) {
        return HttpOutcome.answered(head, new BodyReader(attempt.output(), attempt.keptBytes()), elapsed());
    }

    /** Handles a negative Content-Length, which the client neither accepts nor reports as an {@link IOException}. */
    private Outcome withInvalidLength(Request request, IllegalArgumentException failure) {
        Response head = progress.head().orElseThrow(() -> failure);
        String why = Completeness.doubt(request, head).orElseThrow(() -> failure);
        BodyReader unread = new BodyReader(attempt.output(), attempt.keptBytes());
        return HttpOutcome.incomplete(head, unread, elapsed(), why);
    }

    private synchronized Call call(Request request, OkHttpClient client) throws IOException {
        if (cancelled) {
            throw new IOException("cancelled");
        }
        call = client.newCall(request);
        return call;
    }

    private Outcome read(Request request, Response response, HttpFailure words) {
        if (!mayHaveBody(request.method(), response)) {
            return withoutBody(response);
        }
        BodyReader body = new BodyReader(attempt.output(), attempt.keptBytes());
        try {
            body.read(response);
            Optional<String> part = Completeness.doubt(request, response);
            return part.isPresent()
                    ? HttpOutcome.incomplete(response, body, elapsed(), part.get())
                    : HttpOutcome.answered(response, body, elapsed());
        } catch (BodyReader.InvalidBody invalid) {
            return HttpOutcome.incomplete(response, body, elapsed(), invalid.getMessage());
        } catch (IOException failure) {
            String why = "the body broke off (" + words.inBody(failure) + ") after " + body.length() + " bytes";
            return HttpOutcome.incomplete(response, body, elapsed(), why);
        }
    }

    private Outcome lost(Request request, IOException failure, HttpFailure words) {
        String why = words.of(failure);
        attempt.output().note(request.method() + " " + request.url() + ": " + why);
        boolean refused = HttpFailure.refusal(failure).isPresent();
        boolean mayHaveActed = progress.inDoubt() && !refused && !spec.method().safe();
        return mayHaveActed ? HttpOutcome.inDoubt(spec.method(), why) : HttpOutcome.silent(why);
    }

    private void note(Request request, Response response) {
        attempt.output()
                .note(request.method() + " " + request.url() + ": " + HttpOutcome.statusLine(response)
                        + ", headers after " + TimeText.of(elapsed())
                        + connections
                                .proxy(request.url())
                                .map(proxy -> ", through " + proxy)
                                .orElse(""));
        if (response.isSuccessful()) {
            return; // headers explain a rejection; for a successful response they are noise
        }
        response.headers().forEach(header -> attempt.output().note(header.getFirst() + ": " + header.getSecond()));
    }
}
