package dev.runbook.journal;

import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import dev.runbook.value.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a run was to be taken back, and what came of it, apart from what became of the run: read from its records, one
 * after the other. Thread-safe.
 */
public final class TakenBack {
    private static final String NOT_BEGUN = "not begun";
    private static final String UNDER_WAY = "under way";

    /**
     * One step that was to be taken back.
     *
     * @param step its path
     * @param undo the path of what takes it back
     * @param result the word of how that ended; {@code not begun} or {@code under way} before
     */
    public record Undo(String step, String undo, String result, String cause) {
        /** Whether the step is taken back. */
        public boolean done() {
            return result.equals(Result.OK.word());
        }

        /** Why it is not: {@code exit code 9}, {@code timed out}. */
        public String why() {
            return result.equals(Result.FAILED.word()) && !cause.isEmpty() ? cause : Words.told(result);
        }

        /** For programs: {@code step}, {@code result}, {@code cause}. */
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("step", step);
            data.put("result", result);
            data.put("cause", cause);
            return data;
        }

        /** {@code U2 (exit code 9)}. */
        public String told() {
            return done() ? step : step + " (" + why() + ")";
        }
    }

    private final Map<String, Undo> undos = new LinkedHashMap<>();

    /** Takes a record in. */
    public synchronized void add(Event event) {
        if (event instanceof Event.TakingBack all) {
            all.undos().forEach(undo -> undos.putIfAbsent(undo, undo(undo, NOT_BEGUN, "")));
        } else if (event instanceof Event.StepStarted started && started.kind().equals("undo")) {
            undos.put(started.step(), undo(started.step(), UNDER_WAY, ""));
        } else if (event instanceof Event.StepFinished ended) {
            undos.computeIfPresent(ended.step(), (undo, was) -> undo(undo, ended.result(), ended.cause()));
        } else if (event instanceof Event.StepSkipped skipped) {
            undos.remove(skipped.step()); // its own condition says that there is nothing to take back
        }
    }

    private static Undo undo(String path, String result, String cause) {
        return new Undo(StepPath.undone(path), path, result, cause);
    }

    /** In the order they are taken back. */
    public synchronized List<Undo> all() {
        return List.copyOf(undos.values());
    }

    /** {@code U1, U4}: what is taken back; empty when nothing is. */
    public static String done(List<Undo> undos) {
        return undos.stream().filter(Undo::done).map(Undo::told).collect(Collectors.joining(", "));
    }

    /** {@code U2 (exit code 9), U3 (timed out)}: what is not; empty when nothing was to be that is not. */
    public static String missed(List<Undo> undos) {
        return undos.stream().filter(undo -> !undo.done()).map(Undo::told).collect(Collectors.joining(", "));
    }
}
