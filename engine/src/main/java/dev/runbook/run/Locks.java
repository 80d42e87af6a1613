package dev.runbook.run;

import dev.runbook.EngineException;
import dev.runbook.journal.Event;
import dev.runbook.journal.LockFile;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The locks a run holds: one file a name and environment, held by the operating system, so that they die with the
 * process. All are taken at the start, in name order, so that two runs never wait for each other.
 */
final class Locks {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** In name order; the run's watch looks at it from another thread. */
    private final ConcurrentSkipListMap<String, LockFile> held = new ConcurrentSkipListMap<>();

    private final LockOwner owner;
    private final Path folder;
    private final String environment;
    private Duration waited = Duration.ZERO;

    private Locks(Path folder, String environment, LockOwner owner) {
        this.folder = folder;
        this.environment = environment;
        this.owner = owner;
    }

    /**
     * @throws NotStartedException when one is held for longer than may be waited, naming its owner, or when the wait is
     *     ended by a stop; none is then kept
     */
    static Locks take(
            Path folder,
            String environment,
            Collection<String> names,
            LockOwner owner,
            LockWait wait,
            Clock clock,
            RunControl control) {
        Locks locks = new Locks(folder, environment, owner);
        try {
            long began = clock.nanos();
            LockQueue queue = new LockQueue(environment, owner, wait, clock, control);
            for (String name : new TreeSet<>(names)) {
                LockFile file = queue.take(name, locks.file(name));
                locks.held.put(name, file);
                says(file, owner.describe());
            }
            locks.waited = queue.waited() ? Duration.ofNanos(clock.nanos() - began) : Duration.ZERO;
            return locks;
        } catch (RuntimeException refused) {
            locks.release();
            throw refused;
        }
    }

    /** For the run's record; nothing when no lock was held. */
    Optional<Event> event() {
        return waited.isZero()
                ? Optional.empty()
                : Optional.of(new Event.Noted(
                        "lock",
                        "waited " + TimeText.of(waited) + " for the locks " + String.join(", ", held.keySet())));
    }

    /** How long all this took; zero when no lock was held. */
    Duration waited() {
        return waited;
    }

    /** From now on the locks say which run holds them. */
    void heldBy(String run) {
        held.values().forEach(file -> says(file, owner.describe(run)));
    }

    static void says(LockFile file, String text) {
        try {
            file.says(text);
        } catch (IOException unwritable) {
            throw new EngineException(
                    "cannot say in " + file.path() + " who holds the lock: " + FileReason.of(unwritable), unwritable);
        }
    }

    /** The lock an incident waits for, and who it is, if one does. */
    Optional<LockQueue.Wanted> wanted() {
        return held.keySet().stream()
                .flatMap(name -> LockQueue.wanted(name, file(name)).stream())
                .findFirst();
    }

    private Path file(String name) {
        return folder.resolve(fileName(environment) + "--" + fileName(name));
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

    static Duration pause() {
        return PAUSE;
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
        List<LockFile> all = new ArrayList<>(held.values());
        held.clear();
        all.forEach(LockFile::close);
    }
}
