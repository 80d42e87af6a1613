package dev.runbook.action.http;

import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Request;

/** Sends the request of an {@link HttpSpec} and waits for the response until the attempt is stopped. */
final class HttpAction implements Action {
    private final HttpSpec spec;

    HttpAction(HttpSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        HttpConnections connections = attempt.resources().get(HttpConnections.class, HttpConnections::new);
        HttpExchange exchange = new HttpExchange(spec, connections, attempt);
        Request request =
                new RequestText(spec, new HttpValues(attempt.environment().secrets())).request(exchange.progress());
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> exchange.run(request), connections.threads());
        CompletableFuture<Void> stop = new CompletableFuture<>();
        attempt.stop().onRequest(() -> stop.complete(null));
        CompletableFuture.anyOf(outcome, stop).exceptionally(failed -> null).join();
        return outcome.isDone()
                ? outcome.join()
                : stop(attempt, exchange, outcome, request.url().host());
    }

    private Outcome stop(Attempt attempt, HttpExchange exchange, CompletableFuture<Outcome> outcome, String host) {
        boolean inDoubt = exchange.progress().inDoubt() && !spec.method().safe();
        long began = attempt.clock().nanos();
        exchange.cancel();
        boolean over = ended(outcome, attempt.grace());
        StopProof proof = new StopProof(
                "connection to " + host + " closed",
                Duration.ofNanos(attempt.clock().nanos() - began),
                over ? List.of() : List.of("the request to " + host + ", which hangs in a name lookup"));
        CancellationToken.Reason reason = attempt.stop().reason().orElse(CancellationToken.Reason.CANCELLED);
        return HttpOutcome.stopped(reason, spec.method(), inDoubt, proof);
    }

    private static boolean ended(CompletableFuture<Outcome> outcome, Duration within) {
        try {
            outcome.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
