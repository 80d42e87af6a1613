package dev.runbook.run.execution;

import dev.runbook.plan.Task;
import dev.runbook.run.state.RunValues;
import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The steps of a container that can be undone: those that finished, and those that failed and have an undo for that.
 * Steps of an inner container count for the outer ones too; each step is undone once in a run. Thread-safe.
 */
public final class UndoStack {
    private static final long AFTER_ALL_REMEMBERED = 1L << 32;

    private final Optional<UndoStack> outer;
    private final Set<Task> taken;
    private final Set<Task> cut;
    private final AtomicLong places;
    private final List<Undo> undos = new ArrayList<>();

    /**
     * The undo of a step.
     *
     * @param place its position in the order of finishing
     * @param prefix that of the step, which its undo has too
     * @param known the values of the step's runbook and iteration
     * @param ofFailed whether the step failed
     */
    public record Undo(long place, Task task, String prefix, RunValues known, boolean ofFailed) {
        public String path() {
            return StepPath.of(prefix, task.name());
        }
    }

    UndoStack() {
        this(
                Optional.empty(),
                Collections.synchronizedSet(new HashSet<>()),
                Collections.synchronizedSet(new HashSet<>()),
                new AtomicLong(AFTER_ALL_REMEMBERED));
    }

    private UndoStack(Optional<UndoStack> outer, Set<Task> taken, Set<Task> cut, AtomicLong places) {
        this.outer = outer;
        this.taken = taken;
        this.cut = cut;
        this.places = places;
    }

    public UndoStack inner() {
        return new UndoStack(Optional.of(this), taken, cut, places);
    }

    /** Adds a step that has just finished, or {@code failed}. */
    public void add(Optional<Task> undo, Scope step, boolean failed) {
        undo.ifPresent(task -> add(new Undo(places.getAndIncrement(), task, step.prefix(), step.known(), failed)));
    }

    /** Adds a step that finished or {@code failed} before the resume; members of a parallel arrive in any order. */
    public void remember(Optional<Task> undo, Scope step, int place, boolean failed) {
        undo.ifPresent(task -> add(new Undo(place, task, step.prefix(), step.known(), failed)));
    }

    private void add(Undo undo) {
        synchronized (this) {
            undos.add(undo);
        }
        outer.ifPresent(container -> container.add(undo));
    }

    /** Returns the undos that may be run, last finished first. */
    List<Undo> lastFirst() {
        List<Undo> all;
        synchronized (this) {
            all = new ArrayList<>(undos);
        }
        all.sort(Comparator.comparingLong(Undo::place).reversed());
        return all;
    }

    /** Returns whether the undo has run, or is about to. */
    boolean taken(Undo undo) {
        return taken.contains(undo.task());
    }

    /** Claims the undo for the caller; returns whether nobody had claimed it before. */
    public boolean take(Undo undo) {
        return taken.add(undo.task());
    }

    /** Marks the undo as stopped midway; a resume decides whether it is repeated. */
    public void stopped(Undo undo) {
        cut.add(undo.task());
    }

    /** Returns whether every claimed undo came to an end. */
    public boolean nothingCut() {
        return cut.isEmpty();
    }
}
