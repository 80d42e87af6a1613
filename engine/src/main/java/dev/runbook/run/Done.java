package dev.runbook.run;

import dev.runbook.plan.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has finished in a container and can be taken back. What finishes in an inner container counts for the outer ones
 * too; each thing is taken back once in a run. Thread-safe.
 */
final class Done {
    private static final long AFTER_ALL_REMEMBERED = 1L << 32;

    private final Optional<Done> outer;
    private final Set<Task> taken;
    private final AtomicLong places;
    private final List<Place> undos = new ArrayList<>();

    /** What a step's finishing has left to be taken back, in the order of finishing. */
    private record Place(long place, Task undo) {}

    Done() {
        this(Optional.empty(), Collections.synchronizedSet(new HashSet<>()), new AtomicLong(AFTER_ALL_REMEMBERED));
    }

    private Done(Optional<Done> outer, Set<Task> taken, AtomicLong places) {
        this.outer = outer;
        this.taken = taken;
        this.places = places;
    }

    Done inner() {
        return new Done(Optional.of(this), taken, places);
    }

    /** Something has just finished. */
    void add(Optional<Task> undo) {
        undo.ifPresent(task -> add(new Place(places.getAndIncrement(), task)));
    }

    /** A resumed run comes by something that finished before, and members of a parallel in any order. */
    void remember(Optional<Task> undo, int place) {
        undo.ifPresent(task -> add(new Place(place, task)));
    }

    private void add(Place undo) {
        synchronized (this) {
            undos.add(undo);
        }
        outer.ifPresent(container -> container.add(undo));
    }

    /** Those not taken before, the last finished first. */
    List<Task> takeLastFirst() {
        List<Place> all;
        synchronized (this) {
            all = new ArrayList<>(undos);
        }
        all.sort(Comparator.comparingLong(Place::place).reversed());
        return all.stream().map(Place::undo).filter(taken::add).toList();
    }
}
