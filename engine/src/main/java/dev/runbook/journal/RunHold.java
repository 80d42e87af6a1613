package dev.runbook.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Says that an engine is at a run: an OS lock that dies with the process. On a file of its own, because whoever in this
 * process closes a locked file drops the lock; for the same reason holds of this process are known by name.
 */
final class RunHold implements AutoCloseable {
    private static final int LOOKS = 10;
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final RandomAccessFile open;

    private RunHold(Path file, RandomAccessFile open) {
        this.file = file;
        this.open = open;
    }

    /** Empty when another engine, or this one, is at the run. */
    static Optional<RunHold> take(Path file) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        if (!HERE.add(key)) {
            return Optional.empty();
        }
        Optional<RunHold> taken = Optional.empty();
        try {
            taken = locked(key);
        } finally {
            if (taken.isEmpty()) {
                HERE.remove(key);
            }
        }
        return taken;
    }

    private static Optional<RunHold> locked(Path file) throws IOException {
        OwnFiles.createIfAbsent(file);
        RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        FileLock lock = null;
        try {
            for (int look = 0; lock == null && look < LOOKS; look++) {
                lock = open.getChannel().tryLock();
                if (lock == null) {
                    LockSupport.parkNanos(20_000_000); // it may be a reader, asking whether an engine is at it
                }
            }
        } finally {
            if (lock == null) {
                open.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new RunHold(file, open));
    }

    static boolean held(Path file) {
        Path key = file.toAbsolutePath().normalize();
        if (HERE.contains(key)) {
            return true;
        }
        if (!Files.isRegularFile(key)) {
            return false;
        }
        try (RandomAccessFile open = new RandomAccessFile(key.toFile(), "r");
                FileLock lock = open.getChannel().tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            open.close(); // gives the lock back
        } catch (IOException gone) {
            // and the lock with it
        } finally {
            HERE.remove(file);
        }
    }
}
