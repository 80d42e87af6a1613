package dev.runbook.lab.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * One backup of Supabase: a folder with the rows of every table, the files of the storage, and a manifest with their
 * checksums.
 */
record Backup(Path folder) {
    private static final String MANIFEST = "manifest.json";
    private static final String FILES = "files";

    /** The tables of each component that is restored; parents before children. */
    private static final Map<Area, List<String>> TABLES = Map.of(
            Area.DATABASE, List.of("documents", "ai_queries", "heartbeat"),
            Area.AUTH, List.of("auth.users", "auth.sessions"),
            Area.STORAGE, List.of("storage.objects"));

    String id() {
        return folder.getFileName().toString();
    }

    /**
     * Takes a backup.
     *
     * @param connection of an administrator, in a repeatable-read transaction that the caller ends
     */
    static Backup take(Path folder, Connection connection, StoredFiles storage, Instant at)
            throws SQLException, IOException {
        Files.createDirectories(folder.resolve(FILES));
        ObjectNode manifest = Json.object().put("takenAt", at.toString());
        ObjectNode checksums = manifest.putObject("checksums");
        for (String table :
                TABLES.values().stream().flatMap(List::stream).sorted().toList()) {
            Path file = folder.resolve(table + ".csv");
            try (OutputStream out = Files.newOutputStream(file)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT WITH (FORMAT csv, HEADER)", out);
            }
            checksums.put(file.getFileName().toString(), StoredFiles.checksum(Files.readAllBytes(file)));
        }
        for (String name : storage.names()) {
            Path copy = folder.resolve(FILES).resolve(name);
            Files.copy(storage.folder().resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
            checksums.put(FILES + "/" + name, StoredFiles.checksum(Files.readAllBytes(copy)));
        }
        Files.writeString(folder.resolve(MANIFEST), Json.pretty(manifest));
        return new Backup(folder);
    }

    /** Returns {@code {id, takenAt, valid}}. */
    ObjectNode describe() throws IOException {
        JsonNode manifest = manifest();
        return Json.object()
                .put("id", id())
                .put("takenAt", manifest.path("takenAt").asText())
                .put("valid", whole(manifest));
    }

    /** Returns whether every file is there and has the content that was written. */
    boolean valid() throws IOException {
        return whole(manifest());
    }

    private JsonNode manifest() throws IOException {
        Path file = folder.resolve(MANIFEST);
        return Files.exists(file) ? Json.read(Files.readAllBytes(file)) : Json.object();
    }

    private boolean whole(JsonNode manifest) throws IOException {
        JsonNode checksums = manifest.path("checksums");
        for (Map.Entry<String, JsonNode> expected : checksums.properties()) {
            Path file = folder.resolve(expected.getKey());
            if (!Files.exists(file)
                    || !StoredFiles.checksum(Files.readAllBytes(file))
                            .equals(expected.getValue().asText())) {
                return false;
            }
        }
        return !checksums.isEmpty();
    }

    /**
     * Replaces a component's rows, and for the storage its files, with those of the backup.
     *
     * @param connection of an administrator; the rows are replaced in one transaction
     * @return the number of restored rows
     */
    long restore(Area component, Connection connection, StoredFiles storage) throws SQLException, IOException {
        List<String> tables = TABLES.getOrDefault(component, List.of());
        long rows = 0;
        connection.setAutoCommit(false);
        // Components are restored one after the other: a reference between two of them is broken for a while.
        AppDatabase.execute(connection, "SET LOCAL session_replication_role = replica");
        for (String table : tables) {
            AppDatabase.execute(connection, "DELETE FROM " + table);
            try (InputStream in = Files.newInputStream(folder.resolve(table + ".csv"))) {
                rows += connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table + " FROM STDIN WITH (FORMAT csv, HEADER)", in);
            }
        }
        connection.commit();
        if (component == Area.STORAGE) {
            restoreFiles(storage);
        }
        return rows;
    }

    private void restoreFiles(StoredFiles storage) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(FILES))) {
            for (Path file : files.toList()) {
                Files.copy(file, storage.folder().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
