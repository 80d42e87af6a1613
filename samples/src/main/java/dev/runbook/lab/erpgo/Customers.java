package dev.runbook.lab.erpgo;

import java.net.InetSocketAddress;
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
 * ERPGo's customers: a few requests a second through the balancer, every fifth of them an order. They continue whatever
 * the responses are.
 */
final class Customers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PERIOD_MILLIS = 200;
    private static final int READS_AN_ORDER = 4;

    private final URI orders;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "customers");
        thread.setDaemon(true);
        return thread;
    });
    private int visits;

    Customers(InetSocketAddress api) {
        this.orders = URI.create("http://" + api.getHostString() + ":" + api.getPort() + "/api/v1/orders");
    }

    void start() {
        var unused = schedule.scheduleAtFixedRate(this::visit, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void visit() {
        visits++;
        HttpRequest.Builder request = HttpRequest.newBuilder(orders).timeout(PATIENCE);
        if (visits % (READS_AN_ORDER + 1) == 0) {
            request.POST(BodyPublishers.noBody());
        }
        // The balancer counts the responses; a customer without a response continues as well.
        var unused = client.sendAsync(request.build(), BodyHandlers.discarding());
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
