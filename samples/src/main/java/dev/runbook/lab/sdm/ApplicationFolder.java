package dev.runbook.lab.sdm;

import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The application's folder in a user's home: configuration, database, user data, and the backups of all of them.
 */
record ApplicationFolder(Path folder) {
    private static final int BACKUPS_KEPT = 6;

    /** Creates the folder as version 2.0 leaves it after the upgrade, with two backups of the history. */
    void create() throws IOException {
        Files.createDirectories(historyBackups());
        Files.createDirectories(userData());
        writeConfiguration(folder, Release.NEW, "v2_component_system", "v2_advanced_themes", "optimized");
        writeConfiguration(oldVersion(), Release.OLD, "legacy_system", "basic_themes", "standard");
        write(userData().resolve("saved_preferences.json"), Map.of("theme", "dark", "language", "en"));
        write(userData().resolve("platform_auth.json"), Map.of("youtube", "token-1", "tiktok", "token-2"));
        try {
            history().create();
            Instant now = Instant.now();
            backUp(history().downloads(), now.minus(1, ChronoUnit.HOURS));
            backUp(history().downloads(), now);
        } catch (SQLException unwritable) {
            throw new IOException("cannot create the database in " + folder, unwritable);
        }
    }

    /** Writes what the plan's tests have as the configuration of a version. */
    private static void writeConfiguration(Path folder, String version, String framework, String engine, String mode)
            throws IOException {
        Files.createDirectories(folder);
        Map<String, String> configuration = new TreeMap<>(Map.of(
                "version", version, "ui_framework", framework, "theme_engine", engine, "performance_mode", mode));
        write(folder.resolve("config.json"), configuration);
        write(folder.resolve("user_preferences.json"), Map.of("download_path", "/downloads"));
        write(folder.resolve("platform_settings.json"), Map.of("youtube", true, "tiktok", true));
    }

    Path configuration() {
        return folder.resolve("config.json");
    }

    History history() {
        return new History(folder.resolve("sdm.db"));
    }

    /** Returns the backup of the configuration of version 1.2.1. */
    Path oldVersion() {
        return folder.resolve("backup/v" + Release.OLD);
    }

    private Path historyBackups() {
        return folder.resolve("backup/history");
    }

    private Path userData() {
        return folder.resolve("user_data");
    }

    /** Returns the number of downloads at the last backup. */
    long recordedDownloads() throws IOException {
        return Json.read(Files.readAllBytes(userData().resolve("download_history.json")))
                .path("downloads")
                .asLong();
    }

    /** Copies the history into a file named by the time, keeps the newest, and records the number of downloads. */
    void backUp(long downloads, Instant at) throws SQLException, IOException {
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-');
        Path backup = historyBackups().resolve(time + ".db");
        if (!Files.exists(backup)) {
            history().copyTo(backup);
        }
        List<Path> all = backups();
        for (Path old : all.subList(0, Math.max(0, all.size() - BACKUPS_KEPT))) {
            Files.delete(old);
        }
        write(userData().resolve("download_history.json"), Map.of("downloads", downloads, "saved_at", time));
    }

    /** Returns the backups of the history, oldest first. */
    List<Path> backups() throws IOException {
        try (Stream<Path> files = Files.list(historyBackups())) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .sorted()
                    .toList();
        }
    }

    private static void write(Path file, Map<String, ?> content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(unfinished, Json.pretty(Json.read(Json.write(content))) + "\n");
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
