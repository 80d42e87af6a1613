package dev.runbook.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an estate is made of at one time, by which drills compare its state before and after: a text for each part,
 * named {@code KIND/NAME}. Two texts of a part are equal if nothing of it has changed. A part that cannot be read, such
 * as the rows of a database that is down, says so in its text. Used by one thread.
 */
public final class Snapshot {
    private static final String UNREADABLE = "not readable";
    private static final int DIGITS = 10;

    private final Map<String, String> parts = new TreeMap<>();

    /** Opens a connection to the database of some rows. */
    @FunctionalInterface
    public interface Database {
        Connection open() throws SQLException;
    }

    /** Adds a part with the given text. */
    public Snapshot put(String part, String text) {
        parts.put(part, text);
        return this;
    }

    /** Adds a process or server: whether it runs. */
    public Snapshot process(String name, boolean runs) {
        return put("process/" + name, runs ? "runs" : "is down");
    }

    /**
     * Adds the number and the checksum of the rows of tables, as {@code rows/NAME}.
     *
     * @param queries by name; each returns the rows in a fixed order
     */
    public Snapshot rows(Database database, Map<String, String> queries) {
        try (Connection connection = database.open()) {
            for (Map.Entry<String, String> query : queries.entrySet()) {
                put("rows/" + query.getKey(), rows(connection, query.getValue()));
            }
        } catch (SQLException down) {
            queries.keySet().forEach(name -> put("rows/" + name, UNREADABLE));
        }
        return this;
    }

    private static String rows(Connection connection, String query) {
        MessageDigest digest = digest();
        long count = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                count++;
                for (int column = 1; column <= columns; column++) {
                    digest.update((row.getString(column) + "\u001f").getBytes(StandardCharsets.UTF_8));
                }
            }
            return count + (count == 1 ? " row, " : " rows, ") + shortened(digest);
        } catch (SQLException damaged) {
            return UNREADABLE;
        }
    }

    /** Adds the hash of a file as {@code files/NAME}. */
    public Snapshot file(String name, Path file) {
        return put("files/" + name, Files.exists(file) ? hash(List.of(file)) : "does not exist");
    }

    /** Adds the number and the hash of the files below a folder as {@code files/NAME}. */
    public Snapshot files(String name, Path folder, Predicate<Path> which) {
        if (!Files.isDirectory(folder)) {
            return put("files/" + name, "does not exist");
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> files = tree.filter(Files::isRegularFile)
                    .filter(file -> which.test(folder.relativize(file)))
                    .sorted()
                    .toList();
            return put("files/" + name, files.size() + (files.size() == 1 ? " file, " : " files, ") + hash(files));
        } catch (IOException | UncheckedIOException unreadable) {
            return put("files/" + name, UNREADABLE);
        }
    }

    private static String hash(List<Path> files) {
        MessageDigest digest = digest();
        try {
            for (Path file : files) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return shortened(digest);
        } catch (IOException unreadable) {
            return UNREADABLE;
        }
    }

    /** Returns the text of each part by its name, sorted by name. */
    public Map<String, String> parts() {
        return new TreeMap<>(parts);
    }

    private static String shortened(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
