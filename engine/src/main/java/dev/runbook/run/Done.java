package dev.runbook.run;

import dev.runbook.plan.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What has finished in a container and can be taken back. What finishes in an inner container counts for the outer ones
 * too; each thing is taken back once in a run. Thread-safe.
 */
final class Done {
    private final Optional<Done> outer;
    private final Set<Task> taken;
    private final List<Task> undos = new ArrayList<>();

    Done() {
        this(Optional.empty(), Collections.synchronizedSet(new HashSet<>()));
    }

    private Done(Optional<Done> outer, Set<Task> taken) {
        this.outer = outer;
        this.taken = taken;
    }

    Done inner() {
        return new Done(Optional.of(this), taken);
    }

    void add(Optional<Task> undo) {
        undo.ifPresent(this::add);
    }

    private void add(Task undo) {
        synchronized (this) {
            undos.add(undo);
        }
        outer.ifPresent(container -> container.add(undo));
    }

    /** Those not taken before, the last finished first. */
    List<Task> takeLastFirst() {
        List<Task> all;
        synchronized (this) {
            all = new ArrayList<>(undos);
        }
        Collections.reverse(all);
        return all.stream().filter(taken::add).toList();
    }
}
