package dev.runbook.lab.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Copies a running server's files for a later recovery, with PostgreSQL's backup functions: start the backup, copy,
 * stop the backup, keep the label. The WAL written meanwhile is not included: it comes from the archive.
 */
public final class BaseBackup {
    /** The files excluded from a backup: those of the running server, and the WAL. */
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init");

    private static final Set<String> EMPTIED =
            Set.of("pg_wal", "pg_replslot", "pg_stat_tmp", "pg_notify", "pg_subtrans");

    private BaseBackup() {}

    /**
     * @param connection of an administrator, not used for anything else meanwhile
     */
    public static void take(Connection connection, String label, Path into) throws SQLException, IOException {
        Path data = Path.of(text(connection, "SHOW data_directory"));
        try (PreparedStatement start = connection.prepareStatement("SELECT pg_backup_start(?, true)")) {
            start.setString(1, label);
            start.execute();
        }
        Files.createDirectories(
                into, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        copy(data, into);
        try (Statement stop = connection.createStatement();
                ResultSet ended = stop.executeQuery("SELECT labelfile, spcmapfile FROM pg_backup_stop(true)")) {
            ended.next();
            Files.writeString(into.resolve("backup_label"), ended.getString(1));
        }
    }

    private static void copy(Path data, Path into) throws IOException {
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copy = into.resolve(data.relativize(folder));
                Files.createDirectories(copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                boolean emptied = folder.getParent().equals(data)
                        && EMPTIED.contains(folder.getFileName().toString());
                return emptied ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!LEFT_OUT.contains(file.getFileName().toString())) {
                    copyIfStillThere(file, into.resolve(data.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    /** A running server removes files while they are copied; the WAL records what happened to them. */
    private static void copyIfStillThere(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException removed) {
            Files.deleteIfExists(copy);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
