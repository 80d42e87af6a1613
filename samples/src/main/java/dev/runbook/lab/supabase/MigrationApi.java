package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The migration's controller: its jobs, which can be paused, the configuration of the application, and the copy of
 * files. Requires the migration's token. Thread-safe.
 */
final class MigrationApi implements AutoCloseable {
    private final SyncJob sync;
    private final StoredFiles target;
    private final StoredFiles supabase;
    private final Tokens tokens;
    private final LabServer server;
    private volatile boolean pauseIgnored;
    private volatile Side configuration = Side.TARGET;
    private volatile Side signIn = Side.TARGET;

    private MigrationApi(LabHome home, SyncJob sync, StoredFiles target, StoredFiles supabase, Tokens tokens) {
        this.sync = sync;
        this.target = target;
        this.supabase = supabase;
        this.tokens = tokens;
        this.server = LabServer.open("migration", SupabasePort.MIGRATION.at(home), this::answer);
    }

    static MigrationApi start(LabHome home, SyncJob sync, StoredFiles target, StoredFiles supabase, Tokens tokens) {
        return new MigrationApi(home, sync, target, supabase, tokens);
    }

    /** While true, a pause is accepted but the jobs run on. */
    void ignorePause(boolean ignore) {
        pauseIgnored = ignore;
    }

    private Reply answer(Request request) throws IOException {
        if (!tokens.allow(request, Tokens.Secret.MIGRATION_TOKEN)) {
            return Reply.error(401, "the migration's token is required");
        }
        boolean read = request.method().equals("GET");
        return switch (request.path()) {
            case "/jobs" -> Reply.json(jobs());
            case "/pause" -> pause(true);
            case "/resume" -> pause(false);
            case "/configuration" -> read ? Reply.json(configuration()) : configure(request);
            case "/storage/carry-back" -> carryBack();
            case "/storage/differences" -> Reply.json(Map.of("missing", target.missingIn(supabase)));
            default -> Reply.error(404, "no such path: " + request.path());
        };
    }

    private Reply pause(boolean pause) {
        if (!pause || !pauseIgnored) {
            sync.pause(pause);
        }
        return Reply.json(Map.of("state", pause ? "pausing" : "running"));
    }

    private ObjectNode jobs() {
        boolean running = !sync.paused() || sync.running();
        ObjectNode jobs = Json.object().put("running", running ? 1 : 0);
        jobs.putObject("synchronization")
                .put("state", running ? "running" : "paused")
                .put("lastSync", sync.lastSync().toString());
        return jobs;
    }

    /** Returns the sides that the application and its frontend are configured for. */
    ObjectNode configuration() {
        return Json.object().put("backend", configuration.word()).put("signIn", signIn.word());
    }

    /** {@code PUT {backend: …}} or {@code {signIn: …}}: what the application and its frontend are configured for. */
    private Reply configure(Request request) throws IOException {
        JsonNode change = request.json();
        Optional<Side> backend = Side.named(change.path("backend").asText());
        Optional<Side> frontend = Side.named(change.path("signIn").asText());
        if (backend.isEmpty() && frontend.isEmpty()) {
            return Reply.error(400, "backend or signIn must be supabase or target");
        }
        backend.ifPresent(side -> configuration = side);
        frontend.ifPresent(side -> signIn = side);
        return Reply.json(configuration());
    }

    private Reply carryBack() throws IOException {
        List<String> missing = target.missingIn(supabase);
        target.copyTo(supabase, missing);
        return Reply.json(Map.of("copied", missing.size()));
    }

    @Override
    public void close() {
        server.close();
    }
}
