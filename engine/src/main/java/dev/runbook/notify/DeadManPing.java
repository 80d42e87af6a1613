package dev.runbook.notify;

import dev.runbook.proxy.Proxies;
import dev.runbook.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Reports the start and the end of one run to a dead-man check, in the style of healthchecks.io. Sends on a thread of
 * its own, so that the run never waits; only {@link #close} waits for the last ping, for a limited time.
 */
public final class DeadManPing implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");
    /** What the address may contain in place of the runbook's id. */
    private static final String RUNBOOK = "{runbook}";

    private final String address;
    private final UnaryOperator<String> mask;
    private final Clock clock;
    private final Consumer<String> problem;
    private final String id = UUID.randomUUID().toString();
    private final OkHttpClient client = Proxies.ofMachine()
            .applyTo(new OkHttpClient.Builder().followRedirects(false))
            .build();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread one = new Thread(task, "ping");
        one.setDaemon(true);
        return one;
    });

    /**
     * @param address of the check, which may be confidential
     * @param problem receives one line for people for a ping that was not accepted
     */
    public DeadManPing(
            String address, String runbook, UnaryOperator<String> mask, Clock clock, Consumer<String> problem) {
        this.address = address.replace(RUNBOOK, runbook.replace('/', '-'));
        this.mask = mask;
        this.clock = clock;
        this.problem = problem;
    }

    public void started(String text) {
        send("start", text);
    }

    public void succeeded(String text) {
        send("", text);
    }

    public void failed(String text) {
        send("fail", text);
    }

    private void send(String what, String text) {
        thread.execute(() -> {
            try {
                new Receiver(client).send(request(what, mask.apply(text)), new DeliveryAttempts(clock, LIMIT));
            } catch (InterruptedIOException late) {
                report(what, "no answer within " + LIMIT.toSeconds() + "s");
            } catch (IOException | RuntimeException refused) {
                report(what, mask.apply(String.valueOf(refused.getMessage())));
            }
        });
    }

    private Request request(String what, String text) throws IOException {
        HttpUrl url = Receiver.request(address).build().url();
        HttpUrl.Builder to =
                what.isEmpty() ? url.newBuilder() : url.newBuilder().addPathSegment(what);
        return new Request.Builder()
                .url(to.addQueryParameter("rid", id).build()) // joins the start and the end of one run
                .post(RequestBody.create(text, TEXT))
                .build();
    }

    private void report(String what, String why) {
        problem.accept("the ping" + (what.isEmpty() ? "" : " '" + what + "'") + " was not delivered: " + why);
    }

    /** Waits for the last ping. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
