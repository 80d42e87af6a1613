package dev.runbook.lab.sdm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The application's SQLite database, and its transaction log: a file with one SQL statement for each download. Each
 * call opens the file, as the file may be replaced between two calls.
 *
 * @param file of the database
 */
record History(Path file) {
    static final int FIRST_DOWNLOADS = 500;
    private static final int PREFERENCES = 40;

    /** Creates the database of version 2.0, with downloads of the last days. */
    void create() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : schema().split(";\\s*\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            connection.setAutoCommit(false);
            Instant now = now();
            for (int id = 1; id <= FIRST_DOWNLOADS; id++) {
                insert(connection, id, "youtube", now.minus((FIRST_DOWNLOADS - id + 1) * 10L, ChronoUnit.MINUTES));
            }
            for (int id = 1; id <= PREFERENCES; id++) {
                statement.execute("insert into user_preferences(id, name, value, v2_theme_config) values (" + id
                        + ", 'preference-" + id + "', 'value-" + id + "', "
                        + (id % 2 == 0 ? "'{\"theme\": \"dark-" + id + "\"}'" : "null") + ")");
            }
            connection.commit();
        }
    }

    /** Adds a download to the transaction log and then to the database. */
    void add(String platform) throws SQLException, IOException {
        try (Connection connection = open()) {
            long id = number(connection, "select max(id) + 1 from download_history");
            Instant finished = now();
            Files.writeString(
                    log(),
                    "insert or ignore into download_history(id, url, platform, status, finished_at) values (" + id
                            + ", '" + url(platform, id) + "', '" + platform + "', 'completed', '" + finished
                            + "');\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            insert(connection, id, platform, finished);
        }
    }

    String schemaVersion() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select max(version) from schema_migrations")) {
            return rows.getString(1);
        }
    }

    long downloads() throws SQLException {
        try (Connection connection = open()) {
            return number(connection, "select count(*) from download_history");
        }
    }

    /** Returns whether SQLite finds every page and index intact. */
    boolean intact() {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("pragma integrity_check")) {
            return rows.getString(1).equals("ok");
        } catch (SQLException unreadable) {
            return false;
        }
    }

    /** Executes one statement. */
    void execute(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Copies the database into a new file, which is complete whenever it exists under its name. */
    void copyTo(Path target) throws SQLException, IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        execute("vacuum into '" + unfinished.toString().replace("'", "''") + "'");
        Files.move(unfinished, target);
    }

    private Path log() {
        return file.resolveSibling("history.log");
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            statement.execute("pragma foreign_keys = on");
        }
        return connection;
    }

    private static void insert(Connection connection, long id, String platform, Instant finished) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into download_history(id, url, platform, status, finished_at) values (?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, url(platform, id));
            insert.setString(3, platform);
            insert.setString(4, "completed");
            insert.setString(5, finished.toString());
            insert.executeUpdate();
        }
    }

    private static String url(String platform, long id) {
        return "https://" + platform + ".example/video/" + id;
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.getLong(1);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String schema() {
        try (var text = History.class.getResourceAsStream("schema-2.0.0.sql")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
