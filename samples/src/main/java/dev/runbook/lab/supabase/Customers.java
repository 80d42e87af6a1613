package dev.runbook.lab.supabase;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The customers of the beginning: ten requests a second, whatever the answers are. */
final class Customers implements AutoCloseable {
    private static final int USERS = 40;
    private static final long PERIOD_MILLIS = 100;

    private final CustomerRequests requests;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "customers");
        thread.setDaemon(true);
        return thread;
    });

    Customers(NameServer names) {
        requests = new CustomerRequests(() -> names.url(NameServer.API), () -> names.url(NameServer.AUTH), USERS);
    }

    void start() {
        var unused = schedule.scheduleAtFixedRate(this::visit, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void visit() {
        // The servers count the responses; a customer without a response continues as well.
        var unused = requests.next();
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
