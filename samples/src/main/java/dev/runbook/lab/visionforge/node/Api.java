package dev.runbook.lab.visionforge.node;

import dev.runbook.lab.PrivateFile;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that VisionForge answers, each from the database. Thread-safe. */
final class Api {
    private static final int LONGEST_INTEGRATION_MILLIS = 2000;

    private final Map<String, String> env;
    private final Path folder;
    private final String version;
    /** The user of each session. */
    private final Map<String, Integer> sessions = new ConcurrentHashMap<>();

    Api(Map<String, String> env, Path folder, String version) {
        this.env = env;
        this.folder = folder;
        this.version = version;
    }

    Reply answer(Request request) throws IOException {
        try (Connection connection = connect()) {
            return switch (request.method() + " " + request.path()) {
                case "GET /health" -> health(connection);
                case "GET /api/projects" -> count(connection, "projects");
                case "GET /api/transactions" -> count(connection, "transactions");
                case "GET /api/settings" -> count(connection, "settings");
                case "GET /api/integrations" -> integrations();
                case "POST /api/login" -> login(connection, request);
                case "GET /api/account" ->
                    user(request).map(user -> account(connection, user)).orElseGet(Api::unauthorized);
                case "POST /api/projects" ->
                    user(request).map(user -> create(connection, user)).orElseGet(Api::unauthorized);
                default -> request.path().startsWith("/uploads/") ? upload(request) : Reply.error(404, "not found");
            };
        } catch (SQLException down) {
            return Reply.error(503, "database: " + down.getMessage());
        } catch (QueryException failed) {
            return Reply.error(500, "database: " + failed.getMessage());
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("user", env.getOrDefault("DATABASE_USER", ""));
        return DriverManager.getConnection(env.get("DATABASE_URL"), properties);
    }

    private Reply health(Connection connection) throws SQLException {
        long users = DatabaseAccess.number(connection, "SELECT count(*) FROM users WHERE active");
        return Reply.json(Map.of("status", "healthy", "version", version, "users", users));
    }

    private static Reply count(Connection connection, String table) throws SQLException {
        return Reply.json(Map.of(table, DatabaseAccess.number(connection, "SELECT count(*) FROM " + table)));
    }

    /** Asks the external service that VisionForge needs. */
    private Reply integrations() throws IOException {
        HttpURLConnection service = (HttpURLConnection)
                URI.create(env.get("INTEGRATION_URL")).toURL().openConnection();
        service.setConnectTimeout(LONGEST_INTEGRATION_MILLIS);
        service.setReadTimeout(LONGEST_INTEGRATION_MILLIS);
        try {
            return Reply.json(Map.of("renderer", service.getResponseCode() == 200 ? "active" : "down"));
        } catch (IOException down) {
            return Reply.json(Map.of("renderer", "down"));
        } finally {
            service.disconnect();
        }
    }

    private Reply login(Connection connection, Request request) throws SQLException, IOException {
        var credentials = request.json();
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT id FROM users WHERE active AND email = ? AND password_hash = encode(sha256(?::bytea), 'hex')")) {
            find.setString(1, credentials.path("email").asText());
            find.setString(2, credentials.path("password").asText());
            try (ResultSet user = find.executeQuery()) {
                if (!user.next()) {
                    return unauthorized();
                }
                String token = PrivateFile.newPassword(16);
                sessions.put(token, user.getInt(1));
                return Reply.json(Map.of("token", token));
            }
        }
    }

    private Optional<Integer> user(Request request) {
        return request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> sessions.get(header.substring("Bearer ".length())));
    }

    private static Reply account(Connection connection, int user) {
        try {
            return Reply.json(Map.of(
                    "user",
                    user,
                    "balance",
                    DatabaseAccess.number(connection, "SELECT account_balance(" + user + ")")));
        } catch (SQLException failure) {
            throw new QueryException(failure);
        }
    }

    private static Reply create(Connection connection, int user) {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO projects (owner_id, name) VALUES (?, 'Untitled') RETURNING id")) {
            insert.setInt(1, user);
            try (ResultSet created = insert.executeQuery()) {
                created.next();
                return Reply.json(201, Map.of("id", created.getLong(1)));
            }
        } catch (SQLException failure) {
            throw new QueryException(failure);
        }
    }

    private Reply upload(Request request) throws IOException {
        Path file = folder.resolve(request.path().substring(1)).normalize();
        return file.startsWith(folder.resolve("uploads")) && Files.isRegularFile(file)
                ? Reply.text(Files.readString(file))
                : Reply.error(404, "no such upload");
    }

    private static Reply unauthorized() {
        return Reply.error(401, "not logged in");
    }

    /** A statement that the schema does not support. */
    private static final class QueryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        QueryException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
