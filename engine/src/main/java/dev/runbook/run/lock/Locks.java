package dev.runbook.run.lock;

import dev.runbook.EngineException;
import dev.runbook.journal.LockFile;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Noted;
import dev.runbook.run.control.RunControl;
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
 * The locks a run holds: one file per name and environment, held by the operating system, so that they die with the
 * process. All are acquired at the start, in name order, so that two runs never deadlock.
 */
public final class Locks {
    /** In name order; read by the run's watch on another thread. */
    private final ConcurrentSkipListMap<String, LockFile> held = new ConcurrentSkipListMap<>();

    private volatile LockOwner owner;
    private final Path folder;
    private final String environment;
    private Duration waited = Duration.ZERO;

    private Locks(Path folder, String environment, LockOwner owner) {
        this.folder = folder;
        this.environment = environment;
        this.owner = owner;
    }

    /**
     * @throws NotStartedException when a lock is held for longer than the wait allows, naming its owner, or when a stop
     * ends the wait; no lock is then held
     */
    public static Locks take(
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
                write(file, owner);
            }
            locks.waited = queue.waited() ? Duration.ofNanos(clock.nanos() - began) : Duration.ZERO;
            return locks;
        } catch (RuntimeException refused) {
            locks.release();
            throw refused;
        }
    }

    /**
     * Returns who holds one of the locks now, for people; empty if all of them are free.
     *
     * @param yielded whether a lock counts as free whose owner yields it to an incident
     */
    public static Optional<String> holder(Path folder, String environment, Collection<String> names, boolean yielded) {
        return new TreeSet<>(names)
                .stream()
                        .filter(name -> LockFile.held(file(folder, environment, name)))
                        .filter(name -> !yielded || !yields(file(folder, environment, name)))
                        .map(name -> "lock '" + name + "': " + LockFile.text(file(folder, environment, name)))
                        .findFirst();
    }

    private static boolean yields(Path lock) {
        return LockOwner.read(LockFile.text(lock)).filter(LockOwner::yields).isPresent();
    }

    /** Returns the event for the run's journal; empty when no lock was held. */
    public Optional<Event> event() {
        return waited.isZero()
                ? Optional.empty()
                : Optional.of(Noted.of(
                        Noted.Kind.LOCK,
                        "waited " + TimeText.of(waited) + " for the locks " + String.join(", ", held.keySet())));
    }

    /** Returns how long the acquisition took; zero when no lock was held. */
    public Duration waited() {
        return waited;
    }

    /** Writes into the locks which run holds them. */
    public void heldBy(String run) {
        write(owner.withRun(run));
    }

    /** Writes into the locks that their owner yields them no longer. */
    public void keep() {
        write(owner.keeping());
    }

    private void write(LockOwner now) {
        owner = now;
        held.values().forEach(file -> write(file, now));
    }

    static void write(LockFile file, LockOwner owner) {
        try {
            file.says(owner.toJson());
        } catch (IOException unwritable) {
            throw new EngineException(
                    "cannot write the owner of the lock to " + file.path() + ": " + FileReason.of(unwritable),
                    unwritable);
        }
    }

    /** Returns the lock an incident waits for, and who it is, if any. */
    public Optional<LockQueue.Wanted> wanted() {
        return held.keySet().stream()
                .flatMap(name -> LockQueue.wanted(name, file(name)).stream())
                .findFirst();
    }

    private Path file(String name) {
        return file(folder, environment, name);
    }

    private static Path file(Path folder, String environment, String name) {
        return folder.resolve(fileName(environment) + "--" + fileName(name));
    }

    /** Encodes a name as a file name without collisions: characters that are not plain are written as their code. */
    private static String fileName(String name) {
        StringBuilder plain = new StringBuilder();
        name.chars()
                .forEach(c -> plain.append(isPlain(c) ? String.valueOf((char) c) : "_" + Integer.toHexString(c) + "_"));
        return plain.toString();
    }

    private static boolean isPlain(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-');
    }

    /** Runs the work and releases the locks, however it ends. */
    public <T> T during(Supplier<T> work) {
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
