package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The administration of one side, for runbooks: writes, functions, services, and what is damaged. Requires the service
 * key. Thread-safe.
 */
final class AdminApi {
    private final Side side;
    private final AppDatabase database;
    private final Behaviour behaviour;
    private final ComponentCheck check;
    private final Tokens tokens;

    AdminApi(Side side, AppDatabase database, Behaviour behaviour, ComponentCheck check, Tokens tokens) {
        this.side = side;
        this.database = database;
        this.behaviour = behaviour;
        this.check = check;
        this.tokens = tokens;
    }

    Reply answer(Request request) throws IOException {
        if (!tokens.allow(request, Tokens.Secret.SERVICE_KEY)) {
            return Reply.error(401, "the service key is required");
        }
        List<String> path = request.segments();
        boolean read = request.method().equals("GET");
        String kind = path.size() > 1 ? path.get(1) : "";
        return switch (kind) {
            case "writes" ->
                read ? writes() : setWrites(request.json().path("enabled").asBoolean());
            case "functions" -> function(path);
            case "services" -> services(path, read);
            case "components" -> component(path);
            default -> unknown(request);
        };
    }

    private Reply writes() {
        return Reply.json(Map.of("enabled", !database.writesPaused()));
    }

    private Reply setWrites(boolean enabled) {
        if (!enabled && behaviour.pauseRefused()) {
            return Reply.error(409, side.word() + " cannot pause writes: another deployment holds the lock");
        }
        database.pauseWrites(!enabled);
        return writes();
    }

    /** {@code POST /admin/functions/NAME/enable} or {@code disable}. */
    private Reply function(List<String> path) {
        if (path.size() != 4 || !Behaviour.FUNCTIONS.contains(path.get(2))) {
            return Reply.error(404, "no such function");
        }
        boolean enable = path.get(3).equals("enable");
        if (enable) {
            behaviour.functions().add(path.get(2));
        } else {
            behaviour.functions().remove(path.get(2));
        }
        return Reply.json(Map.of("function", path.get(2), "enabled", enable));
    }

    /** {@code POST /admin/services/close}, {@code …/SERVICE/enable}, {@code GET …/SERVICE/health}. */
    private Reply services(List<String> path, boolean read) {
        if (path.size() == 3 && path.get(2).equals("close")) {
            behaviour.closed().addAll(List.of(Service.values()));
            // The last write that has begun ends before this answers.
            database.pauseWrites(true);
            database.pauseWrites(false);
            return Reply.json(Map.of("closed", Service.values().length));
        }
        Optional<Service> service = path.size() == 4 ? Service.named(path.get(2)) : Optional.empty();
        if (service.isEmpty()) {
            return Reply.error(404, "no such service");
        }
        if (!read) {
            behaviour.closed().remove(service.get());
        }
        return health(service.get());
    }

    private Reply health(Service service) {
        ObjectNode health = Json.object().put("service", service.word());
        try {
            database.rows("SELECT 1");
        } catch (SQLException failure) {
            return Reply.json(503, health.put("status", "unhealthy").put("error", failure.getMessage()));
        }
        boolean open = !behaviour.closed().contains(service) && behaviour.mode() != Behaviour.Mode.FAILING;
        return Reply.json(open ? 200 : 503, health.put("status", open ? "healthy" : "unhealthy"));
    }

    /** {@code GET /admin/components/AREA}. */
    private Reply component(List<String> path) throws IOException {
        Optional<Area> area = path.size() == 3 ? Area.named(path.get(2)) : Optional.empty();
        return area.isPresent() ? Reply.json(check.assess(area.get())) : Reply.error(404, "no such component");
    }

    private static Reply unknown(Request request) {
        return Reply.error(404, "no such path: " + request.path());
    }
}
