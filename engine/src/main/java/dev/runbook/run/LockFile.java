package dev.runbook.run;

import dev.runbook.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that one process at a time holds, and that says who does. The operating system holds the lock, so it dies with
 * its process; the text may outlive it.
 */
final class LockFile implements AutoCloseable {
    /** What this process holds, and what it says there: to open and close such a file again would drop its lock. */
    private static final Map<Path, String> HERE = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty when another process, or another run of this one, holds it. */
    static Optional<LockFile> take(Path file) {
        if (HERE.putIfAbsent(file, "") != null) {
            return Optional.empty();
        }
        Optional<LockFile> taken = Optional.empty();
        try {
            taken = locked(file);
        } finally {
            if (taken.isEmpty()) {
                HERE.remove(file);
            }
        }
        return taken;
    }

    private static Optional<LockFile> locked(Path file) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                taken = channel.tryLock() != null;
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
            return taken ? Optional.of(new LockFile(file, channel)) : Optional.empty();
        } catch (IOException unwritable) {
            throw new EngineException("cannot take the lock " + file + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /** What the holder says of itself, as far as it has got to it. */
    static String text(Path file) {
        String here = HERE.get(file);
        if (here != null) {
            return here;
        }
        try {
            return Files.exists(file)
                    ? Files.readString(file).lines().findFirst().orElse("").strip()
                    : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** In one write, so that a reader finds the whole first line or the one before. */
    void says(String text) {
        try {
            byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(line), 0);
            channel.truncate(line.length);
            HERE.put(file, text);
        } catch (IOException unwritable) {
            throw new EngineException("cannot say who holds a lock: " + unwritable.getMessage(), unwritable);
        }
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
        } catch (IOException full) {
            // then it names a holder that is gone, until the next one
        }
        try {
            channel.close(); // releases the lock too
        } catch (IOException alreadyGone) {
            // the kernel has released it with the descriptor
        } finally {
            HERE.remove(file);
        }
    }
}
