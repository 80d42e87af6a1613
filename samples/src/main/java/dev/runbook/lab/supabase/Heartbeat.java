package dev.runbook.lab.supabase;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes the time into Supabase's database every second while its application is open: after a restore, the row says up
 * to when data is there, also if customers wrote nothing. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
    private final AppDatabase supabase;
    private final Behaviour behaviour;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    Heartbeat(AppDatabase supabase, Behaviour behaviour) {
        this.supabase = supabase;
        this.behaviour = behaviour;
    }

    void start() {
        beat();
        var unused = schedule.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    private void beat() {
        if (behaviour.closed().contains(Service.CORE_API)) {
            return;
        }
        try {
            supabase.write("UPDATE heartbeat SET at = clock_timestamp()");
        } catch (SQLException down) {
            // The next beat tries again.
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
