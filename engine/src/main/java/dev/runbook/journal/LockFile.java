package dev.runbook.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that one process at a time holds, and that may name its holder. The operating system holds the lock, so it
 * dies with its process; the text may outlive it. Thread-safe.
 *
 * <p>Closing a locked file anywhere in a process releases the process's lock, even if the file is open elsewhere. So
 * the locks of this process are tracked by name, and their files are never opened again; and files are opened one at a
 * time. They are not channels: channels close themselves when a writing thread is interrupted.
 */
public final class LockFile implements AutoCloseable {
    private static final int LOOKS = 10;
    private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

    /** The locks of this process, and their texts. */
    private static final Map<Path, String> HERE = new HashMap<>();

    private final Path file;
    private final RandomAccessFile open;

    private LockFile(Path file, RandomAccessFile open) {
        this.file = file;
        this.open = open;
    }

    /**
     * Acquires the lock; empty when another process, or another holder in this one, has it.
     *
     * @throws IOException when there cannot be such a file
     */
    public static Optional<LockFile> take(Path file) throws IOException {
        Path key = key(file);
        synchronized (HERE) {
            if (HERE.containsKey(key)) {
                return Optional.empty();
            }
            PrivateFiles.folders(key.getParent());
            PrivateFiles.createIfAbsent(key);
            RandomAccessFile open = new RandomAccessFile(PrivateFiles.plain(key).toFile(), "rw");
            boolean taken = false;
            try {
                taken = open.getChannel().tryLock() != null;
            } finally {
                if (!taken) {
                    open.close();
                }
            }
            if (taken) {
                HERE.put(key, "");
            }
            return taken ? Optional.of(new LockFile(key, open)) : Optional.empty();
        }
    }

    /** Acquires the lock, retrying while a process that only checks it holds it briefly. */
    static Optional<LockFile> takeFromLookers(Path file) throws IOException {
        Optional<LockFile> taken = take(file);
        for (int look = 1; taken.isEmpty() && look < LOOKS; look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            taken = take(file);
        }
        return taken;
    }

    public Path path() {
        return file;
    }

    /** Returns whether a process holds the lock now. Nothing is created or changed; an unreadable file is not held. */
    public static boolean held(Path file) {
        Path key = key(file);
        synchronized (HERE) {
            if (HERE.containsKey(key)) {
                return true;
            }
            if (!Files.isRegularFile(key, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            try (RandomAccessFile open = new RandomAccessFile(key.toFile(), "r");
                    FileLock lock =
                            open.getChannel().tryLock(0, Long.MAX_VALUE, true)) { // checks do not disturb each other
                return lock == null;
            } catch (IOException unreadable) {
                return false;
            }
        }
    }

    /** Returns what the holder wrote, also before it died; empty when nothing. */
    public static String text(Path file) {
        Path key = key(file);
        synchronized (HERE) {
            String here = HERE.get(key);
            if (here != null) {
                return here;
            }
            try {
                return Files.isRegularFile(key, LinkOption.NOFOLLOW_LINKS)
                        ? Files.readString(key).lines().findFirst().orElse("").strip()
                        : "";
            } catch (IOException unreadable) {
                return "";
            }
        }
    }

    /** Writes the text in one write, so that a reader finds the whole first line or the previous one. */
    public void says(String text) throws IOException {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (HERE) {
            open.seek(0);
            open.write(line);
            open.setLength(line.length);
            HERE.put(file, text);
        }
    }

    @Override
    public void close() {
        synchronized (HERE) {
            try (open) { // releases the lock
                open.setLength(0);
            } catch (IOException full) {
                // the file then names a holder that is gone, until the next one
            } finally {
                HERE.remove(file);
            }
        }
    }

    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
