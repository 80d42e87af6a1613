package dev.runbook.lab.visionforge.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Opens VisionForge's database by the variables of libpq; the password comes from the file in {@code PGPASSFILE}. */
record DatabaseAccess(Map<String, String> variables) {

    Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", variables.getOrDefault("PGUSER", ""));
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("options", "-c lock_timeout=10000");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + variables.get("PGHOST") + ":" + variables.get("PGPORT") + "/"
                        + variables.get("PGDATABASE"),
                properties);
    }

    /**
     * Reads the user's password from the file {@code PGPASSFILE}, whose lines are {@code
     * host:port:database:user:password}.
     */
    private String password() throws SQLException {
        try (Stream<String> lines = Files.lines(Path.of(variables.getOrDefault("PGPASSFILE", "")))) {
            return lines.map(line -> line.split(":", 5))
                    .filter(parts -> parts.length == 5 && parts[3].equals(variables.get("PGUSER")))
                    .map(parts -> parts[4])
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            throw new SQLException("cannot read PGPASSFILE: " + unreadable.getMessage(), unreadable);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns the first column of each row. */
    static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Returns the number of rows changed. */
    static long update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
