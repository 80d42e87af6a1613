package dev.runbook.action.sql;

import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the thread that calls the driver, or for the stop of its attempt, whichever comes first. */
public record AttemptWatch(CancellationToken stop) {
    private static final long LISTEN_MILLIS = 50;

    /**
     * @param listen called repeatedly while it waits
     */
    public boolean isOver(CompletableFuture<Outcome> outcome, Runnable listen) {
        CompletableFuture<Object> stopped = new CompletableFuture<>();
        stop.onRequest(() -> stopped.complete(""));
        CompletableFuture<Object> either = CompletableFuture.anyOf(outcome, stopped);
        while (!ended(either)) {
            listen.run();
        }
        return outcome.isDone();
    }

    private static boolean ended(CompletableFuture<Object> either) {
        try {
            either.get(LISTEN_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
