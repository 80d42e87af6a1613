package dev.runbook.journal;

import dev.runbook.value.Result;
import dev.runbook.value.StepPath;
import dev.runbook.value.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which steps of a run were to be undone, and how each undo ended: collected from the records, one after the other.
 * Thread-safe.
 */
public final class UndoReport {
    private static final String NOT_BEGUN = "not begun";
    private static final String UNDER_WAY = "under way";

    /**
     * One step that was to be undone.
     *
     * @param step its path
     * @param undo the path of its undo
     * @param ofFailed whether the step had failed, so that it may have acted only in part
     * @param result how the undo ended; {@code not begun} or {@code under way} before
     */
    public record Undo(String step, String undo, boolean ofFailed, String result, String cause) {
        /** Returns whether the step is undone. */
        public boolean done() {
            return result.equals(Result.OK.word());
        }

        /** Returns why it is not undone: {@code exit code 9}, {@code timed out}. */
        public String why() {
            return result.equals(Result.FAILED.word()) && !cause.isEmpty() ? cause : Words.describe(result);
        }

        /** Returns the fields for programs: {@code step}, {@code stepFailed}, {@code result}, {@code cause}. */
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("step", step);
            data.put("stepFailed", ofFailed);
            data.put("result", result);
            data.put("cause", cause);
            return data;
        }

        /** Returns a description: {@code U2}, {@code U3 (the step had failed)}, {@code U4 (exit code 9)}. */
        public String describe() {
            return done() ? step + (ofFailed ? " (the step had failed)" : "") : step + " (" + why() + ")";
        }
    }

    private final Map<String, Undo> undos = new LinkedHashMap<>();

    /** Adds a record. */
    public synchronized void add(Event event) {
        if (event instanceof Event.TakingBack all) {
            all.undos()
                    .forEach(undo ->
                            undos.putIfAbsent(undo, undo(undo, all.ofFailed().contains(undo), NOT_BEGUN, "")));
        } else if (event instanceof Event.StepStarted started && started.kind().equals("undo")) {
            boolean ofFailed = undos.containsKey(started.step())
                    && undos.get(started.step()).ofFailed();
            undos.put(started.step(), undo(started.step(), ofFailed, UNDER_WAY, ""));
        } else if (event instanceof Event.StepFinished ended) {
            undos.computeIfPresent(
                    ended.step(), (undo, was) -> undo(undo, was.ofFailed(), ended.result(), ended.cause()));
        } else if (event instanceof Event.StepSkipped skipped) {
            undos.remove(skipped.step()); // its own condition says that there is nothing to undo
        }
    }

    private static Undo undo(String path, boolean ofFailed, String result, String cause) {
        return new Undo(StepPath.undone(path), path, ofFailed, result, cause);
    }

    /** Returns the undos in the order they are run. */
    public synchronized List<Undo> all() {
        return List.copyOf(undos.values());
    }

    /** Returns the steps that are undone, {@code U1, U4}; empty when none is. */
    public static String done(List<Undo> undos) {
        return undos.stream().filter(Undo::done).map(Undo::describe).collect(Collectors.joining(", "));
    }

    /**
     * Returns the steps that were to be undone and are not, {@code U2 (exit code 9), U3 (timed out)}; empty when there
     * is none.
     */
    public static String missed(List<Undo> undos) {
        return undos.stream().filter(undo -> !undo.done()).map(Undo::describe).collect(Collectors.joining(", "));
    }
}
