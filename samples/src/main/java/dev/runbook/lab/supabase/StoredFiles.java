package dev.runbook.lab.supabase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The files of one side's storage, each with a row in {@code storage.objects}. Thread-safe. */
final class StoredFiles {
    /** A file whose content runbooks know. */
    static final String PROBE = "probe.txt";

    private final Path folder;
    private final AppDatabase database;
    private final AtomicInteger writing = new AtomicInteger();

    StoredFiles(Path folder, AppDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    /** Creates the folder and the files of the beginning, the same on every side. */
    void seed() throws IOException, SQLException {
        Files.createDirectories(folder);
        for (int n = 1; n <= 20; n++) {
            seed("report-" + n + ".txt", "The content of report " + n);
        }
        seed(PROBE, "probe");
    }

    /** Returns whether a file is one of the beginning, by its name. */
    static boolean ofTheBeginning(String name) {
        return name.equals(PROBE) || name.startsWith("report-");
    }

    private void seed(String name, String content) throws IOException, SQLException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(name), bytes);
        database.rows(
                "INSERT INTO storage.objects (id, name, bytes, checksum, updated_at)"
                        + " VALUES (?, ?, ?, ?, timestamptz '2026-01-15')",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                name,
                bytes.length,
                checksum(bytes));
    }

    Path folder() {
        return folder;
    }

    /** Stores a file under a new name, then its row: a row is never without its file. */
    void put(String name, byte[] bytes) throws IOException, SQLException {
        Path part = folder.resolve("." + writing.incrementAndGet() + ".part");
        Path file = folder.resolve(safe(name));
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        try {
            database.write(
                    "INSERT INTO storage.objects (name, bytes, checksum) VALUES (?, ?, ?)",
                    safe(name),
                    bytes.length,
                    checksum(bytes));
        } catch (SQLException refused) {
            Files.deleteIfExists(file);
            throw refused;
        }
    }

    Optional<byte[]> get(String name) throws IOException {
        Path file = folder.resolve(safe(name));
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** Returns the names of the objects whose file is missing or has another content than its row says. */
    List<String> damaged() throws IOException, SQLException {
        List<String> damaged = new ArrayList<>();
        for (Map<String, Object> object :
                database.rows("SELECT name, checksum FROM storage.objects WHERE deleted_at IS NULL ORDER BY name")) {
            String name = object.get("name").toString();
            Optional<byte[]> bytes = get(name);
            if (bytes.isEmpty() || !checksum(bytes.get()).equals(object.get("checksum"))) {
                damaged.add(name);
            }
        }
        return damaged;
    }

    /** Returns the names of the files that another storage does not have, or with another content. */
    List<String> missingIn(StoredFiles other) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : names()) {
            Path there = other.folder.resolve(name);
            Path here = folder.resolve(name);
            if (!Files.isRegularFile(there) || (Files.exists(here) && Files.mismatch(here, there) >= 0)) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** Copies files into another storage; their rows are carried with the other rows. */
    void copyTo(StoredFiles other, List<String> names) throws IOException {
        for (String name : names) {
            Files.copy(folder.resolve(name), other.folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.]", "_");
    }

    static String checksum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
