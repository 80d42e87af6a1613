package dev.runbook.watch;

import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What earlier evaluations of the triggers of one file have left. Used by one thread. */
final class TriggerStates {
    private final Map<String, TriggerState> states = new LinkedHashMap<>();

    /**
     * Replaces all states by kept ones, without those of triggers that are no longer declared.
     *
     * @param changes of the declarations since the states were kept
     */
    void load(List<WatchState.Named> kept, DeclarationChanges changes) {
        states.clear();
        kept.stream()
                .filter(named -> changes.declares(named.name()))
                .forEach(named -> states.put(named.name(), changes.carriedOver(named.name(), named.state())));
    }

    /** Returns the states that differ from that of a trigger without any sample. */
    List<WatchState.Named> kept() {
        return states.entrySet().stream()
                .filter(state -> !state.getValue().equals(TriggerState.QUIET))
                .map(state -> new WatchState.Named(state.getKey(), state.getValue()))
                .toList();
    }

    TriggerState of(Trigger trigger) {
        return states.getOrDefault(trigger.name(), TriggerState.QUIET);
    }

    void put(Trigger trigger, TriggerState state) {
        states.put(trigger.name(), state);
    }

    /** Lets a trigger whose firing had no effect fire again. */
    void rearm(String trigger) {
        states.computeIfPresent(trigger, (name, state) -> state.notFired());
    }

    /** Handles that the wall clock was set. */
    void shift(Duration by) {
        states.replaceAll((name, state) -> state.shifted(by));
    }

    /** Returns the triggers that have fired and had no good sample since. */
    Set<String> fired() {
        return states.entrySet().stream()
                .filter(state -> state.getValue().fired())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
