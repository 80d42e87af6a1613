package dev.runbook.watch;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.journal.LockFile;
import dev.runbook.journal.RecordMap;
import dev.runbook.journal.StateFile;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The incidents of this machine, a few files each: the request, the lock of the process that starts its run, and what
 * became of it.
 */
public final class IncidentStore {
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Path folder;

    /** @param home of the runs */
    public IncidentStore(Path home) {
        this.folder = home.resolve("watch").resolve("incidents");
    }

    /**
     * What became of an incident.
     *
     * @param run the started run; empty if it was refused
     * @param refused why no run was started; empty if one was
     */
    public record Result(String run, String refused) {}

    public void write(Incident incident) {
        state(incident.id(), ".json").write(JsonWriter.write(RecordMap.of(incident)));
    }

    /** @throws AuthorException when there is no such incident */
    public Incident read(String id) {
        return read(id, ".json", Incident.class)
                .orElseThrow(() -> new AuthorException("there is no incident " + id + " in " + folder));
    }

    /** Acquires the right to start the run of an incident; empty when another process has it. */
    public Optional<LockFile> claim(String id) {
        try {
            return LockFile.take(file(id, ".lock"));
        } catch (IOException unwritable) {
            throw new EngineException(
                    "cannot take the lock of incident " + id + ": " + FileReason.of(unwritable), unwritable);
        }
    }

    /** Returns whether a process is starting or executing the run of an incident. */
    public boolean claimed(String id) {
        return LockFile.held(file(id, ".lock"));
    }

    public Optional<Result> result(String id) {
        return read(id, ".result", Result.class);
    }

    public void finish(String id, Result result) {
        state(id, ".result").write(JsonWriter.write(RecordMap.of(result)));
    }

    /**
     * Refuses to start the run of an incident, unless a process is starting it or has started it.
     *
     * @return whether the run is not started any more
     */
    boolean refuse(String id, String why) {
        try (LockFile claim = claim(id).orElse(null)) {
            boolean undecided = claim != null && result(id).isEmpty();
            if (undecided) {
                finish(id, new Result("", why));
            }
            return undecided;
        }
    }

    /** Returns the file for what the process of the run prints. */
    public Path log(String id) {
        return file(id, ".log");
    }

    private <T> Optional<T> read(String id, String ending, Class<T> kind) {
        return state(id, ending)
                .read()
                .flatMap(JsonReader::read)
                .filter(Map.class::isInstance)
                .map(map -> RecordMap.read(kind, (Map<?, ?>) map));
    }

    private StateFile state(String id, String ending) {
        return new StateFile(file(id, ending));
    }

    private Path file(String id, String ending) {
        if (!ID.matcher(id).matches()) {
            throw new AuthorException("'" + id + "' is not the id of an incident");
        }
        return folder.resolve(id + ending);
    }
}
