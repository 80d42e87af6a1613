package dev.runbook.notify;

import dev.runbook.file.FileTrust;
import dev.runbook.time.Clock;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Appends messages to a file that only its owner may read, for drills and for machines without a network. */
final class FileRoute implements Route {
    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final String HEAD = "--- ";

    private final Path file;
    private final Clock clock;

    FileRoute(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        String head = HEAD + clock.wall().truncatedTo(ChronoUnit.SECONDS) + " to " + notice.channel()
                + notice.trigger().describe();
        String text = notice.text().replaceAll("(?m)^" + HEAD, " $0"); // a value must not begin another message
        byte[] message = (head + "\n" + text + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            checkExisting();
            try (FileChannel channel = FileChannel.open(file, APPEND, OWNER_ONLY)) {
                Channels.newOutputStream(channel).write(message);
            }
        } catch (IOException refused) {
            throw new IOException("cannot write " + file + ": " + FileReason.of(refused), refused);
        }
    }

    /**
     * Checks that a message could be appended, without creating anything.
     *
     * @return the path, for people
     */
    String check() throws IOException {
        try {
            checkExisting();
            Path there = file.toAbsolutePath();
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            if (!there.equals(file.toAbsolutePath()) && !Files.isDirectory(there)) {
                throw new NotDirectoryException(there.toString());
            }
            if (!Files.isWritable(there)) {
                throw new AccessDeniedException(there.toString());
            }
            return file.toString();
        } catch (IOException refused) {
            throw new IOException("cannot write " + file + ": " + FileReason.of(refused), refused);
        }
    }

    /**
     * Rejects a file that would redirect a message, expose it to another reader, or block (a pipe without a reader).
     */
    private void checkExisting() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refusal(Files.isSymbolicLink(file) ? "it is a symbolic link" : "it is not a regular file");
        }
        Optional<String> problem = FileTrust.problemOfShared(file);
        if (problem.isPresent()) {
            throw refusal(problem.get());
        }
    }

    private IOException refusal(String reason) {
        return new FileSystemException(file.toString(), null, reason);
    }
}
