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

/** Files and folders only their owner may look into, and files that are there whole or not at all. */
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
     * @throws IOException also when it is there and another user may have written to it
     */
    static void folders(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
        Optional<String> problem = FileTrust.problemOfPrivate(folder);
        if (problem.isPresent()) {
            throw new FileSystemException(
                    folder.toString(), null, problem.get() + ", so what it holds cannot be trusted");
        }
    }

    /** @throws FileAlreadyExistsException when something of that name is there */
    static void newFolder(Path folder) throws IOException {
        Files.createDirectory(folder, FOLDER);
    }

    static void createIfAbsent(Path file) throws IOException {
        try {
            Files.newByteChannel(file, NEW, FILE).close();
        } catch (FileAlreadyExistsException present) {
            // as wanted
        }
    }

    /**
     * A file that is there and is one, no link: nobody shall lead what is written to somewhere else.
     *
     * @throws IOException when it is not
     */
    static Path plain(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        return file;
    }

    /** @throws FileAlreadyExistsException when something of that name is there, a link too */
    static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(file, NEW, FILE));
    }

    /** Puts {@code bytes} in place of what stood there: a reader, or a crash, finds the one or the other, whole. */
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
            Files.deleteIfExists(temporary); // there only if it failed
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
