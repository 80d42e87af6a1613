package dev.runbook.lab.smartstore;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Measures every two seconds how long a database takes for a query over all orders. Thread-safe. */
final class QueryProbe implements AutoCloseable {
    private static final long PERIOD_MILLIS = 2000;

    private final ShopDatabase database;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "query probe");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long latestMillis;

    QueryProbe(ShopDatabase database) {
        this.database = database;
        var unused = schedule.scheduleWithFixedDelay(this::query, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void query() {
        long start = System.nanoTime();
        try {
            database.count("select count(*) from dbo.Orders");
            latestMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        } catch (SQLException down) {
            // Without a result there is no time either; that the database is down is another figure.
        }
    }

    /** Returns how long the latest query took. */
    long millis() {
        return latestMillis;
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
