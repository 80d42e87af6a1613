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
    private final Set<Task> claimed;
    private final Set<Task> interrupted;
    private final AtomicLong positions;
    private final List<Undo> undos = new ArrayList<>();

    /**
     * The undo of a step.
     *
     * @param position its position in the order of finishing
     * @param prefix that of the step, which its undo has too
     * @param known the values of the step's runbook and iteration
     * @param ofFailed whether the step failed
     */
    public record Undo(long position, Task task, String prefix, RunValues known, boolean ofFailed) {
        String path() {
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

    private UndoStack(Optional<UndoStack> outer, Set<Task> claimed, Set<Task> interrupted, AtomicLong positions) {
        this.outer = outer;
        this.claimed = claimed;
        this.interrupted = interrupted;
        this.positions = positions;
    }

    UndoStack inner() {
        return new UndoStack(Optional.of(this), claimed, interrupted, positions);
    }

    /** Adds a step that has just finished, or {@code failed}. */
    void add(Optional<Task> undo, Scope step, boolean failed) {
        undo.ifPresent(task -> add(new Undo(positions.getAndIncrement(), task, step.prefix(), step.known(), failed)));
    }

    /** Adds a step that finished or {@code failed} before the resume; members of a parallel arrive in any order. */
    void remember(Optional<Task> undo, Scope step, int position, boolean failed) {
        undo.ifPresent(task -> add(new Undo(position, task, step.prefix(), step.known(), failed)));
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
        all.sort(Comparator.comparingLong(Undo::position).reversed());
        return all;
    }

    /** Returns whether the undo has run, or is about to. */
    boolean isClaimed(Undo undo) {
        return claimed.contains(undo.task());
    }

    /** Claims the undo for the caller; returns whether nobody had claimed it before. */
    boolean claim(Undo undo) {
        return claimed.add(undo.task());
    }

    /** Marks the undo as stopped midway; a resume decides whether it is repeated. */
    void markInterrupted(Undo undo) {
        interrupted.add(undo.task());
    }

    /** Returns whether every claimed undo came to an end. */
    public boolean allEnded() {
        return interrupted.isEmpty();
    }
}
