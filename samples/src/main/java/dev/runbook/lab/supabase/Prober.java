package dev.runbook.lab.supabase;

import dev.runbook.lab.metrics.Metrics;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks every area for its health where customers are sent, every two seconds, as a monitoring does. Thread-safe. */
final class Prober implements AutoCloseable {
    private static final int LONGEST_ANSWER_MILLIS = 15_000;
    private static final long EVERY_SECONDS = 2;

    private final NameServer names;
    private final ScheduledExecutorService schedule = Executors.newScheduledThreadPool(Area.values().length, work -> {
        Thread thread = new Thread(work, "prober");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Area> down = EnumSet.noneOf(Area.class);

    private Prober(NameServer names) {
        this.names = names;
    }

    static Prober start(NameServer names, Metrics metrics) {
        Prober prober = new Prober(names);
        for (Area area : Area.values()) {
            metrics.gauge("component_up", Map.of("component", area.word()), () -> prober.isUp(area) ? 1 : 0);
            var unused =
                    prober.schedule.scheduleWithFixedDelay(() -> prober.look(area), 0, EVERY_SECONDS, TimeUnit.SECONDS);
        }
        return prober;
    }

    private synchronized boolean isUp(Area area) {
        return !down.contains(area);
    }

    private void look(Area area) {
        boolean up = answers(area);
        synchronized (this) {
            if (up) {
                down.remove(area);
            } else {
                down.add(area);
            }
        }
    }

    private boolean answers(Area area) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) names.url(area == Area.AUTH ? NameServer.AUTH : NameServer.API)
                            .resolve(area.healthPath())
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(LONGEST_ANSWER_MILLIS);
            connection.setReadTimeout(LONGEST_ANSWER_MILLIS);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
