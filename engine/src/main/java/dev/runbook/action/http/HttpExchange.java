package dev.runbook.action.http;

import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** One request and its answer, redirects included. Runs on a thread of its own, cancelled from the attempt's. */
final class HttpExchange {
    private final HttpSpec spec;
    private final OkHttpClient client;
    private final Attempt attempt;
    private final Clock clock;
    private final long began;
    private final Progress progress = new Progress();
    private Call call;
    private boolean cancelled;

    HttpExchange(HttpSpec spec, OkHttpClient client, Attempt attempt) {
        this.spec = spec;
        this.client = client;
        this.attempt = attempt;
        this.clock = attempt.deadline().clock();
        this.began = clock.nanos();
    }

    Progress progress() {
        return progress;
    }

    Duration elapsed() {
        return Duration.ofNanos(clock.nanos() - began);
    }

    /** Cuts the connection; what waits for it ends with an IOException. */
    synchronized void cancel() {
        cancelled = true;
        if (call != null) {
            call.cancel();
        }
    }

    Outcome run(Request first) {
        Request request = first;
        for (int hops = 0; ; hops++) {
            try (Response response = call(request).execute()) {
                note(request, response);
                Optional<Request> next = spec.follow() ? Redirects.next(request, response) : Optional.empty();
                if (next.isEmpty()) {
                    return read(response);
                }
                if (hops == Redirects.MOST) {
                    return Outcome.failed("redirected more than " + Redirects.MOST + " times");
                }
                request = next.get();
            } catch (Redirects.RefusedRedirect refused) {
                return Outcome.failed(refused.getMessage());
            } catch (IOException failure) {
                return lost(request, failure);
            }
        }
    }

    private synchronized Call call(Request request) throws IOException {
        if (cancelled) {
            throw new IOException("cancelled");
        }
        call = client.newCall(request);
        return call;
    }

    private Outcome read(Response response) {
        BodyReader body = new BodyReader(attempt.output());
        try {
            body.read(response.body());
            return HttpOutcome.answered(response, body, elapsed());
        } catch (IOException failure) {
            String why = failure instanceof BodyReader.BodyTooLong
                    ? failure.getMessage()
                    : "the body broke off ("
                            + HttpFailure.words(failure, response.request().url()) + ")";
            return HttpOutcome.cut(response, body, elapsed(), why);
        }
    }

    private Outcome lost(Request request, IOException failure) {
        String why = HttpFailure.words(failure, request.url());
        attempt.output().note(request.method() + " " + request.url() + ": " + why);
        boolean mayHaveActed = progress.inDoubt() && !spec.method().safe();
        return mayHaveActed ? HttpOutcome.inDoubt(spec.method(), elapsed(), why) : HttpOutcome.silent(elapsed(), why);
    }

    private void note(Request request, Response response) {
        attempt.output()
                .note(request.method() + " " + request.url() + ": " + HttpOutcome.statusLine(response)
                        + ", headers after " + TimeText.of(elapsed()));
        if (response.isSuccessful()) {
            return; // headers explain a refusal; beside a good answer they only stand in the way
        }
        response.headers().forEach(header -> attempt.output().note(header.getFirst() + ": " + header.getSecond()));
    }
}
