package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The objects by key. Every write gets the next resource version and is reported to watchers. Thread-safe; returned
 * objects are immutable, and a caller changes a copy.
 */
final class ObjectStore {
    private static final int REMEMBERED_CHANGES = 2_000;

    private final TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
    private final Deque<Change> past = new ArrayDeque<>();
    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();
    private long version = 1;

    synchronized long version() {
        return version;
    }

    synchronized Optional<ObjectNode> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    synchronized List<ObjectNode> list(ResourceType type) {
        List<ObjectNode> found = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (key.type() == type) {
                found.add(object);
            }
        });
        return found;
    }

    /** Stores the object under the key and returns it as stored. */
    synchronized ObjectNode put(ObjectKey key, ObjectNode object) {
        ObjectNode old = objects.get(key);
        ObjectNode kept = object.deepCopy();
        ObjectNode metadata = kept.withObject("/metadata");
        version++;
        metadata.put("resourceVersion", Long.toString(version));
        if (old == null) {
            metadata.put("uid", UUID.randomUUID().toString());
            metadata.put(
                    "creationTimestamp",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            metadata.put("generation", 1);
        } else {
            metadata.set("uid", old.at("/metadata/uid"));
            metadata.set("creationTimestamp", old.at("/metadata/creationTimestamp"));
            long generation = old.at("/metadata/generation").asLong();
            metadata.put("generation", old.path("spec").equals(kept.path("spec")) ? generation : generation + 1);
        }
        objects.put(key, kept);
        publish(new Change(old == null ? Change.Event.ADDED : Change.Event.MODIFIED, key, kept, version));
        return kept;
    }

    /** Changes an object if it still exists; an edit without changes is not a write. */
    synchronized Optional<ObjectNode> edit(ObjectKey key, UnaryOperator<ObjectNode> change) {
        ObjectNode old = objects.get(key);
        if (old == null) {
            return Optional.empty();
        }
        ObjectNode changed = change.apply(old.deepCopy());
        return Optional.of(changed.equals(old) ? old : put(key, changed));
    }

    synchronized void remove(ObjectKey key) {
        ObjectNode old = objects.remove(key);
        if (old != null) {
            version++;
            publish(new Change(Change.Event.DELETED, key, old, version));
        }
    }

    /** Reports every change after a version, first those already made. Closing the handle ends the watch. */
    synchronized Watch watch(long after, Consumer<Change> watcher) {
        past.stream().filter(change -> change.version() > after).forEach(watcher);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void publish(Change change) {
        past.addLast(change);
        if (past.size() > REMEMBERED_CHANGES) {
            past.removeFirst();
        }
        watchers.forEach(watcher -> watcher.accept(change));
    }

    /** A running watch. */
    @FunctionalInterface
    interface Watch {
        void close();
    }
}
