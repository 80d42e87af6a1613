package dev.runbook.action.sql.database;

import dev.runbook.action.Attempt;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Secrets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases of a run, each connected on first use, and the threads that wait for them. Thread-safe. */
public final class Databases implements AutoCloseable {
    private final Map<String, ConnectionPool> pools = new HashMap<>();
    private final ThreadPoolExecutor threads;

    private Databases() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "sql-" + number.incrementAndGet());
            thread.setDaemon(true); // a server that never answers must not keep the engine alive
            return thread;
        });
    }

    /** Returns the databases of the attempt's run. */
    public static Databases of(Attempt attempt) {
        return attempt.resources().get(Databases.class, Databases::new);
    }

    public synchronized ConnectionPool pool(Database database, Dialect dialect, Secrets secrets) {
        return pools.computeIfAbsent(database.name(), name -> new ConnectionPool(database, dialect, secrets));
    }

    /** Returns the threads for driver calls, so that attempts can abandon a call that hangs. */
    public Executor threads() {
        return threads;
    }

    @Override
    public synchronized void close() {
        pools.values().forEach(ConnectionPool::close);
        threads.shutdownNow();
    }
}
