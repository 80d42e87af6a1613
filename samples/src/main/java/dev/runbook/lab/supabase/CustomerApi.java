package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.runbook.lab.PrivateFile;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import dev.runbook.lab.metrics.Metrics;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What customers ask for: sign-in, documents, files, functions; all of it answered from the database. Thread-safe. */
final class CustomerApi {
    private static final String HEALTH = "health";

    private final AppDatabase database;
    private final Behaviour behaviour;
    private final StoredFiles files;
    private final Tokens tokens;
    private final Metrics metrics;

    CustomerApi(AppDatabase database, Behaviour behaviour, StoredFiles files, Tokens tokens, Metrics metrics) {
        this.database = database;
        this.behaviour = behaviour;
        this.files = files;
        this.tokens = tokens;
        this.metrics = metrics;
        for (String counter : List.of("auth_attempts", "auth_success", "ai_query_attempts", "ai_query_success")) {
            count(counter, 0);
        }
    }

    Reply answer(Request request, List<String> path) throws IOException, SQLException {
        Optional<Area> area = Area.of(path);
        if (area.isEmpty() || path.size() < 3 || !path.get(1).equals("v1")) {
            return Reply.error(404, "no such path: " + request.path());
        }
        if (path.size() == 3 && path.get(2).equals(HEALTH)) {
            database.rows("SELECT 1");
            return Reply.json(Map.of("status", "healthy", "area", area.get().word()));
        }
        return switch (area.get()) {
            case AUTH -> auth(request, path);
            case DATABASE -> documents(request);
            case STORAGE -> storage(request, path);
            case FUNCTIONS -> function(request, path);
        };
    }

    private Reply auth(Request request, List<String> path) throws IOException, SQLException {
        if (path.get(2).equals("token") && request.method().equals("POST")) {
            return signIn(request.json());
        }
        boolean users =
                path.size() >= 4 && path.get(2).equals("admin") && path.get(3).equals("users");
        if (!users) {
            return Reply.error(404, "no such path: " + request.path());
        }
        if (!tokens.allow(request, Tokens.Secret.SERVICE_KEY)) {
            return Reply.error(401, "the service key is required");
        }
        return request.method().equals("DELETE") && path.size() == 5
                ? deleteUser(UUID.fromString(path.get(4)))
                : createUser(request.json());
    }

    private Reply createUser(JsonNode user) throws SQLException {
        Object id = database.write(
                        "INSERT INTO auth.users (email, password) VALUES (?, ?) RETURNING id",
                        user.path("email").asText(),
                        user.path("password").asText())
                .get(0)
                .get("id");
        return Reply.json(Map.of("id", id, "email", user.path("email").asText()));
    }

    /** Deletes a user with everything that refers to it. */
    private Reply deleteUser(UUID id) throws SQLException {
        database.write("DELETE FROM ai_queries WHERE user_id = ?", id);
        database.write("DELETE FROM documents WHERE owner_id = ?", id);
        database.write("DELETE FROM auth.sessions WHERE user_id = ?", id);
        database.write("DELETE FROM auth.users WHERE id = ?", id);
        return Reply.json(Map.of("id", id));
    }

    private Reply signIn(JsonNode credentials) throws SQLException {
        count("auth_attempts", 1);
        if (behaviour.signInRefused()) {
            return Reply.error(401, "the signing key is not valid");
        }
        String token = PrivateFile.newPassword(16);
        boolean known = !database.write(
                        "INSERT INTO auth.sessions (user_id, token, expires_at)"
                                + " SELECT id, ?, now() + interval '1 hour' FROM auth.users"
                                + " WHERE email = ? AND password = ? AND deleted_at IS NULL RETURNING id",
                        token,
                        credentials.path("email").asText(),
                        credentials.path("password").asText())
                .isEmpty();
        if (!known) {
            return Reply.error(400, "invalid login credentials");
        }
        count("auth_success", 1);
        return Reply.json(Map.of("access_token", token, "token_type", "bearer"));
    }

    /** Returns the signed-in user of a request. */
    private Optional<Object> user(Request request) throws SQLException {
        String token = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
        return database
                .rows(
                        "SELECT user_id FROM auth.sessions WHERE token = ? AND expires_at > now() AND deleted_at IS NULL",
                        token)
                .stream()
                .map(row -> row.get("user_id"))
                .findFirst();
    }

    private static Reply notSignedIn() {
        return Reply.error(401, "no valid session");
    }

    private Reply documents(Request request) throws IOException, SQLException {
        Optional<Object> user = user(request);
        if (user.isEmpty()) {
            return notSignedIn();
        }
        if (request.method().equals("POST")) {
            JsonNode document = request.json();
            String body = document.path("body").asText();
            Object id = database.write(
                            "INSERT INTO documents (owner_id, title, body, words) VALUES (?, ?, ?, ?) RETURNING id",
                            user.get(),
                            document.path("title").asText("Untitled"),
                            body,
                            body.split(" ").length)
                    .get(0)
                    .get("id");
            return Reply.json(201, Map.of("id", id));
        }
        ArrayNode documents = Json.object().putArray("documents");
        database.rows("SELECT id, title, words FROM documents WHERE deleted_at IS NULL LIMIT 5")
                .forEach(row -> documents
                        .addObject()
                        .put("id", row.get("id").toString())
                        .put("title", row.get("title").toString())
                        .put("words", (Integer) row.get("words")));
        return Reply.json(documents);
    }

    private Reply storage(Request request, List<String> path) throws IOException, SQLException {
        String name = path.get(path.size() - 1);
        if (request.method().equals("POST")) {
            files.put(name, request.body());
            return Reply.json(Map.of("Key", name));
        }
        return files.get(name)
                .map(bytes -> Reply.bytes(200, Map.of("Content-Type", "application/octet-stream"), bytes))
                .orElseGet(() -> Reply.error(404, "there is no object " + name));
    }

    private Reply function(Request request, List<String> path) throws IOException, SQLException {
        String name = path.get(2);
        if (!behaviour.functions().contains(name)) {
            return Reply.error(404, "function " + name + " is not enabled");
        }
        if (path.size() == 4 && path.get(3).equals(HEALTH)) {
            return Reply.json(Map.of("status", "healthy", "function", name));
        }
        return name.equals("ai-query") ? query(request) : Reply.json(Map.of("function", name, "result", "done"));
    }

    private Reply query(Request request) throws IOException, SQLException {
        Optional<Object> user = user(request);
        if (user.isEmpty()) {
            return notSignedIn();
        }
        count("ai_query_attempts", 1);
        if (behaviour.aiDown()) {
            return Reply.error(424, "the model does not answer");
        }
        Object documents = database.rows("SELECT count(*) AS n FROM documents WHERE owner_id = ?", user.get())
                .get(0)
                .get("n");
        String answer = "You have " + documents + " documents.";
        database.write(
                "INSERT INTO ai_queries (user_id, question, answer) VALUES (?, ?, ?)",
                user.get(),
                request.json().path("question").asText(),
                answer);
        count("ai_query_success", 1);
        return Reply.json(Map.of("answer", answer));
    }

    private void count(String counter, int amount) {
        metrics.add(counter + "_total", Map.of(), amount);
    }
}
