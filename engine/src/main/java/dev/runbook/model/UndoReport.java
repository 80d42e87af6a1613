package dev.runbook.model;

import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.StepFinished;
import dev.runbook.journal.event.StepKind;
import dev.runbook.journal.event.StepSkipped;
import dev.runbook.journal.event.StepStarted;
import dev.runbook.journal.event.UndosStarted;
import dev.runbook.value.EnumWord;
import dev.runbook.value.StepPath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which steps of a run were to be undone, and how each undo ended: collected from the records, one after the other.
 * Thread-safe.
 */
public final class UndoReport {
    /**
     * One step that was to be undone.
     *
     * @param step its path
     * @param undo the path of its undo
     * @param stepFailed whether the step had failed, so that it may have acted only in part
     * @param state how the undo ended, or how far it got
     */
    public record Undo(String step, String undo, boolean stepFailed, StepState state, String cause) {
        /** Returns whether the step is undone. */
        public boolean done() {
            return state == StepState.OK;
        }

        /** Returns why it is not undone: {@code exit code 9}, {@code timed out}. */
        String why() {
            return switch (state) {
                case PENDING -> "not started";
                case RUNNING -> "in progress";
                case FAILED -> cause.isEmpty() ? EnumWord.phrase(state) : cause;
                default -> EnumWord.phrase(state);
            };
        }

        /** Returns a description: {@code U2}, {@code U3 (the step had failed)}, {@code U4 (exit code 9)}. */
        String describe() {
            return done() ? step + (stepFailed ? " (the step had failed)" : "") : step + " (" + why() + ")";
        }
    }

    private final Map<String, Undo> undos = new LinkedHashMap<>();

    /** Adds a record. */
    synchronized void add(Event event) {
        if (event instanceof UndosStarted all) {
            all.undos()
                    .forEach(undo ->
                            undos.putIfAbsent(undo, undo(undo, all.ofFailed().contains(undo), StepState.PENDING, "")));
        } else if (event instanceof StepStarted started && started.kind() == StepKind.UNDO) {
            boolean ofFailed = undos.containsKey(started.step())
                    && undos.get(started.step()).stepFailed();
            undos.put(started.step(), undo(started.step(), ofFailed, StepState.RUNNING, ""));
        } else if (event instanceof StepFinished ended) {
            undos.computeIfPresent(
                    ended.step(),
                    (undo, was) -> undo(undo, was.stepFailed(), StepState.of(ended.result()), ended.cause()));
        } else if (event instanceof StepSkipped skipped) {
            undos.remove(skipped.step()); // its own condition says that there is nothing to undo
        }
    }

    private static Undo undo(String path, boolean stepFailed, StepState state, String cause) {
        return new Undo(StepPath.undone(path), path, stepFailed, state, cause);
    }

    /** Returns the undos in the order they are run. */
    synchronized List<Undo> all() {
        return List.copyOf(undos.values());
    }

    /** Returns for each step that was to be undone whether it is. */
    static Map<String, StepView.Undo> byStep(List<Undo> undos) {
        Map<String, StepView.Undo> states = new HashMap<>();
        undos.forEach(undo -> states.put(undo.step(), undo.done() ? StepView.Undo.UNDONE : StepView.Undo.NOT_UNDONE));
        return states;
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
