package dev.runbook.lab.smartstore;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The shop's visitors: a few requests a second through the load balancer, every fourth of them an order. They continue
 * whatever the responses are.
 */
final class Shoppers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final long PERIOD_MILLIS = 250;
    private static final int VISITS_AN_ORDER = 4;

    private final String shop;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "shoppers");
        thread.setDaemon(true);
        return thread;
    });
    private int visits;

    Shoppers(String shop) {
        this.shop = shop;
        var unused = schedule.scheduleAtFixedRate(this::visit, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void visit() {
        visits++;
        boolean order = visits % VISITS_AN_ORDER == 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(shop + (order ? "/checkout" : "/products")))
                .timeout(PATIENCE);
        if (order) {
            request.POST(BodyPublishers.noBody());
        }
        // The load balancer counts the responses; a visitor without a response continues as well.
        var unused = client.sendAsync(request.build(), BodyHandlers.discarding());
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
