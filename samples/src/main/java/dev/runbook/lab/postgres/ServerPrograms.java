package dev.runbook.lab.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of a PostgreSQL server, unpacked once from the class path. */
record ServerPrograms(Path folder) {
    private static final String VERSION = "postgresql-15";

    /** Unpacks them under the folder unless they exist; safe when several labs start concurrently. */
    static ServerPrograms unpackedIn(Path shared) {
        Path folder = shared.resolve(VERSION);
        if (Files.isExecutable(folder.resolve("bin/postgres"))) {
            return new ServerPrograms(folder);
        }
        try {
            Files.createDirectories(shared);
            Path unpacking = Files.createTempDirectory(shared, VERSION + "-");
            unpack(unpacking);
            try {
                Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException another) {
                // Another lab was faster; use its copy.
                delete(unpacking);
                if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
                    throw another;
                }
            }
            return new ServerPrograms(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot unpack PostgreSQL under " + shared, failure);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void unpack(Path into) throws IOException {
        String name = "/postgres-linux-" + architecture() + ".txz";
        try (InputStream packed = ServerPrograms.class.getResourceAsStream(name)) {
            if (packed == null) {
                throw new IOException("no PostgreSQL for this machine on the class path: " + name);
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, into);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
            throw new IOException("an entry of the archive leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
