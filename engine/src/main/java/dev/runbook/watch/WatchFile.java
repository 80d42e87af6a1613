package dev.runbook.watch;

import dev.runbook.EngineException;
import dev.runbook.journal.LockFile;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.StateFile;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import dev.runbook.run.lock.NotStartedException;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The state of one watched file in one environment on disk. One process at a time may write it. */
public final class WatchFile {
    private static final int LONGEST = 100;

    private final Path base;
    private final String id;
    private Optional<WatchState> written = Optional.empty();

    /** @param home of the runs */
    public WatchFile(Path home, String environment, String id) {
        this.id = id;
        String readable = (environment + "--" + id).replaceAll("[^A-Za-z0-9-]", "_");
        this.base = home.resolve("watch")
                .resolve("state")
                .resolve(readable.substring(0, Math.min(LONGEST, readable.length())) + "-"
                        + Integer.toHexString((environment + "\n" + id).hashCode()));
    }

    /**
     * Acquires the right to evaluate the file, until the lock is closed.
     *
     * @throws NotStartedException when another process has it
     */
    public LockFile take(String who) {
        Path lock = base.resolveSibling(base.getFileName() + ".lock");
        try {
            Optional<LockFile> taken = LockFile.take(lock);
            if (taken.isEmpty()) {
                throw new NotStartedException(id + " is watched already: " + LockFile.text(lock));
            }
            taken.get().says(who + ", process " + ProcessHandle.current().pid());
            return taken.get();
        } catch (IOException unwritable) {
            throw new EngineException("cannot take the lock " + lock + ": " + FileReason.of(unwritable), unwritable);
        }
    }

    /** Returns the folder for the baselines of the file's measurements. */
    Path baselines() {
        return base.resolveSibling(base.getFileName() + ".baselines");
    }

    /** Returns the state; the empty one if there is none. */
    public WatchState read() {
        WatchState read = file().read()
                .flatMap(JsonReader::read)
                .filter(Map.class::isInstance)
                .map(map -> RecordMap.read(WatchState.class, (Map<?, ?>) map))
                .orElse(WatchState.EMPTY);
        written = Optional.of(read);
        return read;
    }

    /**
     * Replaces the state if it has changed; it is on disk when this returns. That time has passed is not a change: the
     * clocks on disk are those of the rest of the state there.
     */
    public void write(WatchState state) {
        if (written.isEmpty() || !state.at(written.get().clock()).equals(written.get())) {
            file().write(JsonWriter.write(RecordMap.of(state)));
            written = Optional.of(state);
        }
    }

    /** Makes the next call write the state, also if only its clocks have changed. */
    void writeNext() {
        written = Optional.empty();
    }

    private StateFile file() {
        return new StateFile(base.resolveSibling(base.getFileName() + ".json"));
    }
}
