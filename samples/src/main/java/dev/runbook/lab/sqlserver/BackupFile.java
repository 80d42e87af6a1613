package dev.runbook.lab.sqlserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * One backup on disk: a line with its checksum, a line that describes it, and its content.
 *
 * @param type {@code D} for a full backup, {@code L} for one of the log
 * @param from the first number in the log that a log backup contains
 * @param to the number that the log reaches
 * @param content statements that create the database, or log records, a line each
 */
record BackupFile(String database, String type, long from, long to, Instant finished, List<String> content) {
    private static final int CANNOT_OPEN = 3201;
    private static final int DAMAGED = 3189;

    BackupFile {
        content = List.copyOf(content);
    }

    void write(Path file) throws ServerException {
        ObjectNode header = Json.object()
                .put("database", database)
                .put("type", type)
                .put("from", from)
                .put("to", to)
                .put("finished", finished.toString());
        String text = header + "\n" + String.join("\n", content) + "\n";
        try {
            Files.writeString(file, checksum(text) + "\n" + text);
        } catch (IOException unwritable) {
            throw cannotOpen(file, unwritable);
        }
    }

    /** @throws ServerException when the file is missing, or does not have the checksum that it was written with */
    static BackupFile read(Path file) throws ServerException {
        try {
            String all = Files.readString(file);
            int end = all.indexOf('\n');
            String text = all.substring(end + 1);
            if (end < 0 || !checksum(text).equals(all.substring(0, end))) {
                throw new ServerException(DAMAGED, "Damage to the backup set was detected.");
            }
            List<String> lines = Arrays.asList(text.split("\n"));
            JsonNode header = Json.read(lines.get(0));
            return new BackupFile(
                    header.path("database").asText(),
                    header.path("type").asText(),
                    header.path("from").asLong(),
                    header.path("to").asLong(),
                    Instant.parse(header.path("finished").asText()),
                    lines.subList(1, lines.size()));
        } catch (IOException unreadable) {
            throw cannotOpen(file, unreadable);
        }
    }

    private static ServerException cannotOpen(Path file, IOException failure) {
        ServerException error = new ServerException(
                CANNOT_OPEN, "Cannot open backup device '" + file + "'. Operating system error: " + failure);
        error.initCause(failure);
        return error;
    }

    private static String checksum(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK has no SHA-256", missing);
        }
    }
}
