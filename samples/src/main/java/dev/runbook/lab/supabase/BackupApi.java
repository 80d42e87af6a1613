package dev.runbook.lab.supabase;

import dev.runbook.lab.LabHome;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import dev.runbook.lab.postgres.Logins;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backup service: {@code GET /points/latest}, {@code GET /points/ID}, {@code POST /points/ID/restore/COMPONENT},
 * and {@code POST /standby/activate}, which starts a database server in place of a dead one. Requires the service key.
 * Thread-safe.
 */
final class BackupApi implements AutoCloseable {
    private final BackupJob job;
    private final AppDatabase supabase;
    private final StoredFiles storage;
    private final Tokens tokens;
    private final LabServer server;

    private BackupApi(LabHome home, BackupJob job, AppDatabase supabase, StoredFiles storage, Tokens tokens) {
        this.job = job;
        this.supabase = supabase;
        this.storage = storage;
        this.tokens = tokens;
        this.server = LabServer.open("backups", SupabasePort.BACKUPS.at(home), this::answer);
    }

    static BackupApi start(LabHome home, BackupJob job, AppDatabase supabase, StoredFiles storage, Tokens tokens) {
        return new BackupApi(home, job, supabase, storage, tokens);
    }

    private Reply answer(Request request) throws IOException {
        if (!tokens.allow(request, Tokens.Secret.SERVICE_KEY)) {
            return Reply.error(401, "the service key is required");
        }
        if (request.path().equals("/standby/activate")) {
            return activate();
        }
        List<String> path = request.segments();
        if (path.size() < 2 || !path.get(0).equals("points")) {
            return Reply.error(404, "no such path: " + request.path());
        }
        Optional<Backup> backup = path.get(1).equals("latest") ? job.newestValid() : job.named(path.get(1));
        if (backup.isEmpty()) {
            return Reply.error(
                    404, path.get(1).equals("latest") ? "there is no valid backup" : "there is no such backup");
        }
        Optional<Area> component = path.size() == 4 ? Area.named(path.get(3)) : Optional.empty();
        return component.isPresent()
                ? restore(backup.get(), component.get())
                : Reply.json(backup.get().describe());
    }

    private Reply activate() {
        if (!supabase.server().running()) {
            supabase.server().start();
        }
        return Reply.json(Map.of("database", "up"));
    }

    private Reply restore(Backup backup, Area component) throws IOException {
        if (!backup.valid()) {
            return Reply.error(409, "backup " + backup.id() + " is not whole");
        }
        try (Connection connection = supabase.server().connect(AppDatabase.DATABASE, Logins.ADMINISTRATOR)) {
            long rows = backup.restore(component, connection, storage);
            return Reply.json(Map.of("component", component.word(), "rows", rows));
        } catch (SQLException failure) {
            return Reply.error(503, "database: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
