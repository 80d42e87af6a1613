package dev.runbook.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.AuthorException;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves the requests of the command line to the lab's process, and the open paths of its estate. Thread-safe. */
final class ControlApi {
    private final LabHome home;
    private final RunningEstate estate;
    private final byte[] authorization;
    private final Runnable stop;

    /**
     * @param token the bearer token of every request
     * @param stop called once the response to a stop is being sent
     */
    ControlApi(LabHome home, RunningEstate estate, String token, Runnable stop) {
        this.home = home;
        this.estate = estate;
        this.authorization = authorization(token).getBytes(StandardCharsets.UTF_8);
        this.stop = stop;
    }

    /** Returns the header with the token. */
    static String authorization(String token) {
        return "Bearer " + token;
    }

    Reply answer(Request request) throws IOException {
        Optional<Reply> open = request.method().equals("GET") ? estate.read(request.path()) : Optional.empty();
        if (open.isPresent()) {
            return open.get();
        }
        if (!authorized(request)) {
            return Reply.error(401, "the lab requires the token in its control-token file");
        }
        List<String> path = request.segments();
        try {
            if (request.method().equals("GET") && request.path().equals("/lab/status")) {
                return Reply.json(status());
            }
            if (request.method().equals("GET") && request.path().equals("/lab/snapshot")) {
                return Reply.json(estate.snapshot().parts());
            }
            if (request.method().equals("POST")
                    && path.size() == 3
                    && path.get(1).equals("break")) {
                return Reply.json(Map.of("message", estate.faults().breakIt(path.get(2))));
            }
            if (request.method().equals("POST")
                    && path.size() == 3
                    && path.get(1).equals("mend")) {
                return Reply.json(Map.of("message", estate.faults().mend(path.get(2))));
            }
            if (request.method().equals("POST") && request.path().equals("/lab/stop")) {
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

    private ObjectNode status() {
        ObjectNode status = Json.object()
                .put("lab", home.lab())
                .put("address", home.address())
                .put("folder", home.folder().toString());
        status.setAll(estate.details());
        ArrayNode parts = status.putArray("parts");
        estate.parts()
                .forEach(part -> parts.addObject()
                        .put("part", part.part())
                        .put("where", part.where())
                        .put("note", part.note()));
        ArrayNode broken = status.putArray("broken");
        estate.faults().present().forEach(fault -> broken.add(fault.word()));
        return status;
    }
}
