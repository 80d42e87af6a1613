package dev.runbook.run.lock;

import dev.runbook.journal.RecordMap;
import dev.runbook.journal.event.Mode;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The owner of a lock: the content of the lock file, one line of JSON, for others that want the lock.
 *
 * @param since when the process started, in ISO 8601
 * @param yields whether the owner ends when an incident wants the lock: a drill, or a run whose start is not approved
 * @param run the run that holds the lock; empty until it has an id
 */
public record LockOwner(String who, String runbook, Mode mode, long process, String since, boolean yields, String run) {

    /** For a run that has no id yet. */
    public LockOwner(String who, String runbook, Mode mode, long process, Instant since, boolean yields) {
        this(who, runbook, mode, process, since.truncatedTo(ChronoUnit.SECONDS).toString(), yields, "");
    }

    LockOwner withRun(String id) {
        return new LockOwner(who, runbook, mode, process, since, yields, id);
    }

    LockOwner keeping() {
        return new LockOwner(who, runbook, mode, process, since, false, run);
    }

    /** Returns whether others yield to this owner: it recovers something, and waits for nobody's approval. */
    boolean ofIncident() {
        return mode == Mode.RUN && !yields;
    }

    private String describeYield() {
        return mode == Mode.RUN ? "waits for approval, " : "a drill that yields, ";
    }

    String toJson() {
        return JsonWriter.write(RecordMap.of(this));
    }

    /** Returns the owner that a lock file names, if its process exists: the file may outlive it, or be empty yet. */
    static Optional<LockOwner> read(String json) {
        return JsonReader.read(json)
                .filter(Map.class::isInstance)
                .map(map -> RecordMap.read(LockOwner.class, (Map<?, ?>) map))
                .filter(owner -> owner.process > 0)
                .filter(owner -> ProcessHandle.of(owner.process)
                        .filter(ProcessHandle::isAlive)
                        .isPresent());
    }

    /** Tells what an operator can do about the lock: follow the run that holds it, or wait for its end. */
    String cure() {
        return (run.isEmpty() ? "" : "\n  runbook attach " + run + "   follows the run that holds it")
                + "\n  --wait 10m   waits until it is released";
    }

    /** {@code maria, erpgo/rollback, process 4711 since 2026-01-31T12:00:00Z, run 20260131-120000-kd}. */
    String describe() {
        return who + ", " + runbook + ", " + (yields ? describeYield() : "") + "process " + process + " since " + since
                + (run.isEmpty() ? "" : ", run " + run);
    }
}
