package dev.runbook.watch;

import dev.runbook.trigger.DecidingSample;
import dev.runbook.trigger.TriggerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What has changed in a watched file between two readings. */
final class DeclarationChanges {
    private record Key(WatchState.Declared.Kind kind, String name) {
        private boolean trigger() {
            return kind == WatchState.Declared.Kind.TRIGGER || kind == WatchState.Declared.Kind.FOLLOW_UP;
        }
    }

    private final Map<Key, WatchState.Declared> before;
    private final Map<Key, WatchState.Declared> now;

    DeclarationChanges(List<WatchState.Declared> before, List<WatchState.Declared> now) {
        this.now = byKey(now);
        this.before = byKey(before);
    }

    /** Returns the changes since a state was written; none if the state does not say what was declared then. */
    static DeclarationChanges since(WatchState state, List<WatchState.Declared> now) {
        return new DeclarationChanges(state.declared().isEmpty() ? now : state.declared(), now);
    }

    private static Map<Key, WatchState.Declared> byKey(List<WatchState.Declared> declared) {
        return declared.stream()
                .collect(Collectors.toMap(
                        one -> new Key(one.kind(), one.name()), one -> one, (one, other) -> one, LinkedHashMap::new));
    }

    /** Returns whether a trigger is declared, one that fires after runs included. */
    boolean declares(String trigger) {
        return now.keySet().stream().anyMatch(key -> key.trigger() && key.name().equals(trigger));
    }

    /** Returns the state of a trigger whose window begins again if it is judged by something else than before. */
    TriggerState carriedOver(String trigger, TriggerState state) {
        boolean same = same(WatchState.Declared.Kind.TRIGGER, trigger)
                && state.samples().stream().map(DecidingSample::name).allMatch(this::measuredAsBefore);
        return same ? state : state.withoutWindow();
    }

    /** Returns whether a measurement or score still means what it meant before. */
    boolean measuredAsBefore(String name) {
        return same(WatchState.Declared.Kind.MEASUREMENT, name) && same(WatchState.Declared.Kind.SCORE, name);
    }

    private boolean same(WatchState.Declared.Kind kind, String name) {
        Key key = new Key(kind, name);
        return judged(before, key).equals(judged(now, key));
    }

    private static Optional<String> judged(Map<Key, WatchState.Declared> declared, Key key) {
        return Optional.ofNullable(declared.get(key)).map(WatchState.Declared::judged);
    }

    /** Returns the triggers that are no longer declared. */
    Set<String> removed() {
        return names(before, key -> key.trigger() && !now.containsKey(key));
    }

    /** Describes the changes in one line for people: {@code new 'A'; changed 'B'; removed 'C'}; empty without any. */
    String describe() {
        List<String> parts = new ArrayList<>();
        add(parts, "new", names(now, key -> key.trigger() && !before.containsKey(key)));
        add(parts, "changed", names(now, key -> key.trigger() && differs(key)));
        add(parts, "removed", removed());
        add(parts, "changed measurement", names(now, key -> !key.trigger() && !shown(key) && differs(key)));
        return String.join("; ", parts);
    }

    /** Returns whether a trigger of the same name, which is named itself, has this measurement for its own. */
    private boolean shown(Key key) {
        return now.containsKey(new Key(WatchState.Declared.Kind.TRIGGER, key.name()));
    }

    private boolean differs(Key key) {
        return before.containsKey(key)
                && !before.get(key).whole().equals(now.get(key).whole());
    }

    private static void add(List<String> parts, String what, Set<String> names) {
        if (!names.isEmpty()) {
            parts.add(what + " " + names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")));
        }
    }

    private static Set<String> names(Map<Key, WatchState.Declared> declared, Predicate<Key> which) {
        return declared.keySet().stream()
                .filter(which)
                .map(Key::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
