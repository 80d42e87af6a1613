package dev.runbook.journal;

import dev.runbook.file.FileTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Files and folders that only their owner can access, and files that are written completely or not at all. */
final class PrivateFiles {
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private PrivateFiles() {}

    /**
     * Creates a folder with its parents.
     *
     * @throws IOException also when the folder exists and another user may have written to it
     */
    static void folders(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
        Optional<String> problem = FileTrust.problemOfPrivate(folder);
        if (problem.isPresent()) {
            throw new FileSystemException(
                    folder.toString(), null, problem.get() + ", so what it holds cannot be trusted");
        }
    }

    /** @throws FileAlreadyExistsException when the name exists */
    static void newFolder(Path folder) throws IOException {
        Files.createDirectory(folder, FOLDER);
    }

    static void createIfAbsent(Path file) throws IOException {
        try {
            Files.newByteChannel(file, NEW, FILE).close();
        } catch (FileAlreadyExistsException present) {
            // created as requested
        }
    }

    /**
     * Returns a file that exists and is not a link, so that nobody can redirect what is written.
     *
     * @throws IOException when it is not
     */
    static Path plain(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        return file;
    }

    /** @throws FileAlreadyExistsException when the name exists, even as a link */
    static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(file, NEW, FILE));
    }

    /**
     * Replaces the content by {@code bytes}: a reader, or a crash, finds either the old or the new content, complete.
     */
    static void replace(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.deleteIfExists(temporary);
        try {
            try (FileChannel out = FileChannel.open(temporary, NEW, FILE)) {
                Channels.newOutputStream(out).write(bytes);
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary); // exists only if it failed
        }
        sync(folder);
    }

    /** Makes the names in a folder durable. */
    static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
