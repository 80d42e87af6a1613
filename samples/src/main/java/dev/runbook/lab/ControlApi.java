package dev.runbook.lab;

import dev.runbook.AuthorException;
import dev.runbook.lab.erpgo.ErpgoLab;
import dev.runbook.lab.erpgo.Fault;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves the requests of the command line to the lab's process, and the balancer's counters. Thread-safe. */
final class ControlApi {
    /** Counters that runbooks and Prometheus read; every other path requires the token. */
    private static final Set<String> OPEN = Set.of("/traffic", "/metrics");

    private final ErpgoLab lab;
    private final byte[] authorization;
    private final Runnable stop;

    /**
     * @param token the bearer token of every request
     * @param stop called once the response to a stop is being sent
     */
    ControlApi(ErpgoLab lab, String token, Runnable stop) {
        this.lab = lab;
        this.authorization = authorization(token).getBytes(StandardCharsets.UTF_8);
        this.stop = stop;
    }

    /** Returns the header with the token. */
    static String authorization(String token) {
        return "Bearer " + token;
    }

    Reply answer(Request request) throws IOException {
        if (!OPEN.contains(request.path()) && !authorized(request)) {
            return Reply.error(401, "the lab requires the token in its control-token file");
        }
        List<String> path = request.segments();
        try {
            if (request.method().equals("GET")) {
                return read(request.path());
            }
            if (path.size() == 3 && path.get(1).equals("break")) {
                return Reply.json(Map.of("message", lab.breakIt(Fault.named(path.get(2)))));
            }
            if (path.size() == 3 && path.get(1).equals("mend")) {
                return Reply.json(Map.of("message", lab.mend(Fault.named(path.get(2)))));
            }
            if (request.path().equals("/lab/stop")) {
                stop.run();
                return Reply.json(Map.of("message", "stopping"));
            }
            return Reply.error(404, "no such path: " + request.path());
        } catch (AuthorException mistaken) {
            return Reply.error(400, mistaken.getMessage());
        } catch (SQLException failure) {
            return Reply.error(409, "PostgreSQL of the lab: " + failure.getMessage());
        }
    }

    private boolean authorized(Request request) {
        byte[] given = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, authorization);
    }

    private Reply read(String path) {
        return switch (path) {
            case "/lab/status" -> Reply.json(lab.status());
            case "/traffic", "/lab/traffic" -> Reply.json(lab.traffic());
            case "/metrics" -> Reply.text(lab.metrics());
            default -> Reply.error(404, "no such path: " + path);
        };
    }
}
