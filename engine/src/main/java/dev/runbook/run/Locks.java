package dev.runbook.run;

import dev.runbook.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The locks a run holds: one file a name and environment, held by the operating system, so that they die with the
 * process. All are taken at the start, in name order, so that two runs never wait for each other.
 */
final class Locks {
    private final List<FileLock> held = new ArrayList<>();

    private Locks() {}

    /**
     * @param owner what a later run is told about the holder
     * @throws NotStartedException when one is held, naming its owner; none is then kept
     */
    static Locks take(Path folder, String environment, Collection<String> names, String owner) {
        Locks locks = new Locks();
        try {
            for (String name : new TreeSet<>(names)) {
                locks.take(folder, environment, name, owner);
            }
            return locks;
        } catch (RuntimeException refused) {
            locks.release();
            throw refused;
        }
    }

    private void take(Path folder, String environment, String name, String owner) {
        Path file = folder.resolve(fileName(environment) + "--" + fileName(name));
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tried(channel);
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new NotStartedException("not started: lock '" + name + "' in " + environment + " is held"
                        + (holder.isEmpty() ? "" : " by " + holder));
            }
            held.add(lock);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException unwritable) {
            throw new EngineException(
                    "cannot take the lock '" + name + "' in " + file + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /** Null when another process, or another run of this one, holds it. */
    private static FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    /** Two names never share a file: what is not plain is written as its code. */
    private static String fileName(String name) {
        StringBuilder plain = new StringBuilder();
        name.chars()
                .forEach(c -> plain.append(isPlain(c) ? String.valueOf((char) c) : "_" + Integer.toHexString(c) + "_"));
        return plain.toString();
    }

    private static boolean isPlain(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-');
    }

    /** Does the work and lets go of the locks, however it ends. */
    <T> T during(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            release();
        }
    }

    private void release() {
        for (FileLock lock : held) {
            try {
                lock.acquiredBy().close(); // releases the lock too
            } catch (IOException alreadyGone) {
                // the kernel has released it with the descriptor
            }
        }
        held.clear();
    }
}
