package dev.runbook.lab.visionforge;

import dev.runbook.lab.PrivateFile;
import dev.runbook.lab.postgres.Logins;
import dev.runbook.lab.postgres.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** VisionForge's database: its schema, a few hundred rows, and the damage that faults do to them. */
record VisionForgeDatabase(PostgresServer server) {
    static final String NAME = "visionforge";
    /** The login of the application, which owns the database. */
    static final String USER = "visionforge";
    /** The user with whom runbooks test the login of the application. */
    static final String PROBE = "probe@visionforge.example";

    private static final int UPLOADS = 40;

    /** Creates the database with its rows, and the uploads that the rows name. */
    static VisionForgeDatabase create(PostgresServer server, Path probePassword, Path uploads)
            throws IOException, SQLException {
        String password = PrivateFile.newPassword(12);
        PrivateFile.write(probePassword, password);
        server.administer(
                "postgres",
                "CREATE ROLE visionforge LOGIN PASSWORD '" + server.password(USER) + "'",
                "CREATE ROLE rollback LOGIN PASSWORD '" + server.password(Logins.RUNBOOKS) + "'",
                "CREATE DATABASE " + NAME + " OWNER visionforge");
        VisionForgeDatabase database = new VisionForgeDatabase(server);
        try (InputStream schema = VisionForgeDatabase.class.getResourceAsStream("visionforge.sql")) {
            database.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(":probe_email", "'" + PROBE + "'")
                    .replace(":probe_password", "'" + password + "'"));
        }
        Files.createDirectories(uploads);
        for (int number = 1; number <= UPLOADS; number++) {
            Files.writeString(uploads.resolve(number + ".txt"), "upload %03d\n".formatted(number));
        }
        return database;
    }

    Connection connect() throws SQLException {
        return server.connect(NAME, USER);
    }

    String corruptData() throws SQLException {
        execute("""
                UPDATE users SET email = 'corrupted ' || id WHERE id % 7 = 0;
                UPDATE projects SET name = '' WHERE id % 5 = 0;
                DELETE FROM transactions WHERE id % 3 = 0""");
        return "every seventh user and every fifth project is overwritten, every third transaction is deleted";
    }

    String corruptTable() throws SQLException {
        execute("DELETE FROM settings WHERE id % 3 = 0; UPDATE settings SET key = 'x' || key");
        return "a third of the settings is deleted, the others are overwritten";
    }

    String badMigration() throws SQLException {
        execute("""
                DROP FUNCTION account_balance(integer);
                DROP INDEX projects_owner;
                ALTER TABLE projects ADD COLUMN region text NOT NULL DEFAULT '';
                ALTER TABLE projects ALTER COLUMN region DROP DEFAULT""");
        return "projects have a column 'region' that must be filled; function account_balance and an index are gone";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
