package dev.runbook.lab.supabase;

import dev.runbook.lab.LabHome;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import dev.runbook.lab.metrics.Metrics;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The application on one side, with the paths of Supabase's gateway, and its administration below {@code /admin}.
 * Thread-safe.
 */
final class AppServer implements AutoCloseable {
    private final Side side;
    private final AppDatabase database;
    private final Behaviour behaviour;
    private final CustomerApi customers;
    private final AdminApi admin;
    private final Metrics metrics;
    private final LabServer server;

    private AppServer(
            LabHome home,
            Side side,
            AppDatabase database,
            Behaviour behaviour,
            StoredFiles files,
            Tokens tokens,
            Metrics metrics) {
        this.side = side;
        this.database = database;
        this.behaviour = behaviour;
        this.customers = new CustomerApi(database, behaviour, files, tokens, metrics);
        this.admin = new AdminApi(side, database, behaviour, new ComponentCheck(database, behaviour, files), tokens);
        this.metrics = metrics;
        for (int status : new int[] {200, 201, 401, 405, 500, 503}) {
            count(status, 0);
        }
        this.server =
                LabServer.open("application on " + side.word(), side.port().at(home), this::answer);
    }

    static AppServer start(
            LabHome home,
            Side side,
            AppDatabase database,
            Behaviour behaviour,
            StoredFiles files,
            Tokens tokens,
            Metrics metrics) {
        return new AppServer(home, side, database, behaviour, files, tokens, metrics);
    }

    private Reply answer(Request request) throws IOException, InterruptedException {
        List<String> path = request.segments();
        if (request.path().equals("/health")) {
            return health();
        }
        if (!path.isEmpty() && path.get(0).equals("admin")) {
            return admin.answer(request);
        }
        long start = System.nanoTime();
        Reply reply = behave(request, path);
        count(reply.status(), 1);
        metrics.observe("http_request_duration_seconds", Map.of("backend", side.word()), System.nanoTime() - start);
        return reply;
    }

    private Reply behave(Request request, List<String> path) throws IOException, InterruptedException {
        Behaviour.Mode mode = behaviour.mode();
        if (mode == Behaviour.Mode.FAILING) {
            return Reply.error(500, side.word() + " cannot read its configuration");
        }
        TimeUnit.MILLISECONDS.sleep(mode.delay().toMillis());
        Optional<Service> closed = Service.of(request.method(), path).filter(behaviour.closed()::contains);
        if (closed.isPresent()) {
            return Reply.error(503, "service " + closed.get().word() + " is not enabled");
        }
        try {
            return customers.answer(request, path);
        } catch (AppDatabase.ReadOnlyException paused) {
            return Reply.json(405, Map.of("code", paused.getSQLState(), "message", paused.getMessage()));
        } catch (SQLException failure) {
            return Reply.error(503, "database: " + failure.getMessage());
        }
    }

    private Reply health() {
        try {
            database.rows("SELECT 1");
            return Reply.json(Json.object()
                    .put("status", "healthy")
                    .put("backend", side.word())
                    .put("writes", !database.writesPaused()));
        } catch (SQLException failure) {
            return Reply.error(503, "database: " + failure.getMessage());
        }
    }

    private void count(int status, int requests) {
        metrics.add(
                "http_requests_total", Map.of("backend", side.word(), "status", Integer.toString(status)), requests);
    }

    @Override
    public void close() {
        server.close();
    }
}
