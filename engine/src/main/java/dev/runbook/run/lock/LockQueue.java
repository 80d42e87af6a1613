package dev.runbook.run.lock;

import dev.runbook.EngineException;
import dev.runbook.journal.LockFile;
import dev.runbook.run.control.RunControl;
import dev.runbook.time.Clock;
import dev.runbook.time.Durations;
import dev.runbook.time.TimeText;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for locks held by others. An incident leaves a note beside the lock it wants, so that a drill that yields
 * or a run whose start is not approved, sees it; the note is itself held by the operating system and dies with the process.
 */
public final class LockQueue {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    /** A drill that yields first stops its step and undoes what it did. */
    private static final Duration FOR_A_DRILL = Duration.ofMinutes(5);
    /** A holder that has just started has not yet written who it is. */
    private static final Duration FOR_A_NAME = Duration.ofSeconds(1);

    /** A wanted lock and who waits for it. */
    public record Wanted(String lock, String by) {}

    private final String environment;
    private final LockOwner owner;
    private final LockWait wait;
    private final Clock clock;
    private final RunControl control;
    private final long began;
    private boolean waited;

    LockQueue(String environment, LockOwner owner, LockWait wait, Clock clock, RunControl control) {
        this.environment = environment;
        this.owner = owner;
        this.wait = wait;
        this.clock = clock;
        this.control = control;
        this.began = clock.nanos();
    }

    boolean waited() {
        return waited;
    }

    /** @throws NotStartedException when the wait times out */
    LockFile take(String name, Path file) {
        Optional<LockFile> taken = tried(file);
        if (taken.isPresent()) {
            return taken.get();
        }
        try (LockRequest request = new LockRequest(beside(file))) {
            return waitFor(name, file, request);
        }
    }

    private LockFile waitFor(String name, Path file, LockRequest request) {
        long reportAt = clock.nanos();
        while (true) {
            request.announce();
            Optional<LockOwner> holder = LockOwner.read(LockFile.text(file));
            boolean yields =
                    owner.ofIncident() && holder.filter(LockOwner::yields).isPresent();
            Duration most = yields ? Durations.longer(wait.most(), FOR_A_DRILL) : wait.most();
            Duration left = most.minusNanos(clock.nanos() - began);
            String held = "lock '" + name + "' in " + environment + " is held"
                    + holder.map(by -> " by " + by.describe()).orElse("");
            if (left.isNegative() || left.isZero()) {
                if (holder.isPresent()
                        || FOR_A_NAME.minusNanos(clock.nanos() - began).isNegative()) {
                    throw new NotStartedException("not started" + after() + ": " + held
                            + holder.map(LockOwner::cure).orElse(""));
                }
            } else if (clock.nanos() - reportAt >= 0) {
                reportAt = clock.nanos() + REPORT_EVERY.toNanos();
                waited = true;
                wait.report().accept(held + "; waiting for it, " + TimeText.of(left) + " more at most");
            }
            pause(left.isNegative() || left.isZero() ? Duration.ofMillis(10) : Durations.shorter(left, BETWEEN_TRIES));
            Optional<LockFile> taken = tried(file);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
    }

    private static Optional<LockFile> tried(Path file) {
        try {
            return LockFile.take(file);
        } catch (IOException unwritable) {
            throw new EngineException("cannot take the lock " + file + ": " + FileReason.of(unwritable), unwritable);
        }
    }

    /**
     * The note of an incident beside the lock it wants; a drill, or a run that waits for approval, leaves none. Another
     * process's note, or check, may block it for a while.
     */
    private final class LockRequest implements AutoCloseable {
        private final Path file;
        private Optional<LockFile> note = Optional.empty();

        LockRequest(Path file) {
            this.file = file;
        }

        void announce() {
            if (owner.ofIncident() && note.isEmpty()) {
                note = tried(file);
                note.ifPresent(taken -> Locks.write(taken, owner));
            }
        }

        @Override
        public void close() {
            note.ifPresent(LockFile::close);
        }
    }

    private String after() {
        return waited ? " after waiting " + TimeText.of(Duration.ofNanos(clock.nanos() - began)) : "";
    }

    private void pause(Duration time) {
        try {
            clock.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NotStartedException("not started: the wait for a lock was interrupted");
        }
        control.asked().ifPresent(stop -> {
            throw new NotStartedException("not started: stopped by " + stop.by() + " while it waited for a lock");
        });
    }

    /** Returns who wants this lock, if an incident does. */
    static Optional<Wanted> wanted(String name, Path file) {
        return LockOwner.read(LockFile.text(beside(file)))
                .filter(by -> LockFile.held(beside(file)))
                .map(by -> new Wanted(name, by.describe()));
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".wanted");
    }
}
